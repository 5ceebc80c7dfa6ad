# docs/figures/scaling.svg from out/measured.tsv and out/simulated.tsv.
set terminal svg size 720,420 font "Helvetica,13" background "white"
set output "../../docs/figures/scaling.svg"
set logscale x
set xlabel "ranks"
set ylabel "efficiency"
set format x "10^{%T}"
set xrange [1.5:15000]
set yrange [0.5:1.02]
set grid lc rgb "#b0b0b0" lw 0.5
set key bottom left
set datafile separator "\t"
simulated = "out/simulated.tsv"
plot simulated using ($2 == 20 && $3 == 50 ? $1 : 1/0):4 skip 1 with lines lw 2 lc rgb "#0072b2" title "simulated, 50 shards of 20 s a rank", \
     simulated using ($2 == 20 && $3 == 10 ? $1 : 1/0):4 skip 1 with lines lw 2 lc rgb "#009e73" title "simulated, 10 shards of 20 s a rank", \
     simulated using ($2 == 0.5 ? $1 : 1/0):4 skip 1 with lines lw 2 lc rgb "#d55e00" title "simulated, 50 shards of 0.5 s a rank", \
     "out/measured.tsv" using 1:3 skip 1 with linespoints lw 1 dt 2 pt 6 ps 0.7 lc rgb "black" title "simulated, 20 shards of 0.5 s a rank", \
     "out/measured.tsv" using 1:2 skip 1 with points pt 7 ps 0.8 lc rgb "black" title "measured, the same"
