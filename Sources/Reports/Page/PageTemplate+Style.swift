extension PageTemplate {
  /// Colours with at least 4.5 : 1 against their ground, light and dark; figures lie on a light card
  /// in both, as their colours are made for paper.
  static let stylesheet = """

    :root { color-scheme: light dark; --paper: #ffffff; --ink: #1b1f24; --soft: #525a63;
      --line: #cfd6dd; --tint: #f3f5f7; --link: #0a4fa8; --best: #0b5c2f; --card: #ffffff;
      --ok: #0072b2; --diverged: #d55e00; --failed: #8c1d40; --absent: #8a929a; }
    @media (prefers-color-scheme: dark) { :root { --paper: #15181b; --ink: #e7eaed;
      --soft: #aab2ba; --line: #3d444c; --tint: #1e2226; --link: #8ec1ff; --best: #7fdba3;
      --card: #f2f2ef; --ok: #56b4e9; --diverged: #f0925b; --failed: #f29ab5; --absent: #8a929a; } }
    * { box-sizing: border-box; }
    body { margin: 0; background: var(--paper); color: var(--ink);
      font: 1rem/1.55 system-ui, "Noto Sans", "DejaVu Sans", sans-serif; }
    header, main, footer { max-width: 72rem; margin: 0 auto; padding: 0 1.25rem; }
    header { padding-top: 2.5rem; }
    main:focus { outline: none; }
    h1 { font-size: 2rem; line-height: 1.2; margin: 0; overflow-wrap: anywhere; }
    h2 { font-size: 1.35rem; margin: 3rem 0 0.75rem; padding-top: 0.75rem;
      border-top: 1px solid var(--line); }
    #answer h2 { margin-top: 1.75rem; }
    h3 { font-size: 1.05rem; margin: 1.5rem 0 0.5rem; overflow-wrap: anywhere; }
    p { margin: 0.5rem 0; max-width: 46rem; overflow-wrap: anywhere; }
    a { color: var(--link); text-underline-offset: 0.15em; }
    :focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
    .kind { color: var(--soft); margin: 0; }
    .question { font-size: 1.25rem; line-height: 1.4; }
    .answer { font-size: 1.25rem; line-height: 1.45; font-weight: 600; }
    .reservations { color: var(--soft); font-size: 0.92rem; padding-left: 1.2rem;
      max-width: 46rem; overflow-wrap: anywhere; }
    .plain { list-style: none; padding: 0; }
    .tied { white-space: nowrap; }
    .note { border-left: 4px solid var(--line); padding-left: 0.75rem; }
    .skip { position: absolute; left: 0; top: -4rem; padding: 0.5rem 1rem; background: var(--paper); }
    .skip:focus { top: 0; z-index: 1; }
    .unseen { position: absolute; width: 1px; height: 1px; margin: -1px; padding: 0; border: 0;
      overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
    .runs { margin: 1.25rem 0 0; }
    .states { list-style: none; display: flex; flex-wrap: wrap; gap: 0 1.5rem; margin: 0; padding: 0; }
    .mark { font-weight: 700; }
    .mark.ok { color: var(--ok); } .mark.diverged { color: var(--diverged); }
    .mark.failed { color: var(--failed); } .mark.absent { color: var(--soft); }
    .bar { display: flex; height: 0.6rem; max-width: 46rem; margin-top: 0.4rem; gap: 2px; }
    .bar span { flex-basis: 3px; }
    .bar .ok { background: var(--ok); } .bar .diverged { background: var(--diverged); }
    .bar .failed { background: var(--failed); } .bar .absent { background: var(--absent); }
    .axes { margin: 0.5rem 0; font-size: 0.95rem; }
    .axes div { display: grid; grid-template-columns: minmax(8rem, 13rem) 1fr; gap: 1rem;
      padding: 0.2rem 0; border-bottom: 1px solid var(--line); }
    dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
    .scroll { position: relative; overflow-x: auto; background:
      linear-gradient(90deg, var(--paper) 1rem, transparent 2rem) left / 2rem 100% no-repeat local,
      linear-gradient(270deg, var(--paper) 1rem, transparent 2rem) right / 2rem 100% no-repeat local,
      linear-gradient(90deg, var(--line), transparent) left / 0.6rem 100% no-repeat,
      linear-gradient(270deg, var(--line), transparent) right / 0.6rem 100% no-repeat; }
    table { border-collapse: collapse; font-size: 0.92rem; font-variant-numeric: tabular-nums; }
    th, td { padding: 0.25rem 0.5rem; text-align: right; white-space: nowrap; }
    .word { text-align: left; }
    thead th { border-bottom: 2px solid var(--ink); vertical-align: bottom; }
    th:first-child, td:first-child { padding-left: 0.25rem; }
    tbody { border-bottom: 1px solid var(--line); }
    tbody tr:hover { background: var(--tint); }
    td { position: relative; }
    .best { color: var(--best); }
    .best b::after { content: "*"; content: "*" / ""; position: absolute; }
    .sorted { display: none; }
    .sorted:target { display: block; }
    .sorted:target ~ .whole { display: none; }
    nav ul { padding-left: 1.2rem; }
    figure { margin: 2rem 0 3rem; }
    .plot { overflow-x: auto; background: var(--card); border: 1px solid var(--line);
      border-radius: 6px; padding: 0.5rem; position: relative; }
    .plot svg { display: block; margin: 0 auto; height: auto; max-width: 100%; min-width: 34rem; }
    .plot svg[width="960"] { min-width: 48rem; }
    .plot img { max-width: 100%; }
    .plot svg text, .plot svg tspan { font-family: "DejaVu Sans", "Segoe UI", system-ui, sans-serif; }
    .plot rect[fill="#ffffff"] { fill: var(--card); }
    figcaption { font-size: 0.95rem; color: var(--soft); }
    summary { cursor: pointer; padding: 0.2rem 0; }
    .files { list-style: none; display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; padding: 0;
      margin: 0.4rem 0; }
    .files a { display: inline-block; padding: 0.2rem 0; }
    pre { white-space: pre-wrap; overflow-wrap: anywhere; background: var(--tint); padding: 0.75rem;
      font-size: 0.8rem; max-height: 24rem; overflow-y: auto; }
    code { font-size: 0.92em; }
    footer { margin-top: 3rem; padding-bottom: 2rem; color: var(--soft); font-size: 0.9rem; }
    @media (max-width: 34rem) {
      h1 { font-size: 1.6rem; } .question, .answer { font-size: 1.1rem; }
      .axes div { grid-template-columns: 1fr; gap: 0; } th, td { padding: 0.3rem 0.45rem; }
      header, main, footer { padding: 0 1rem; } .plot { padding: 0.25rem 0; }
      .plot svg { min-width: 30rem; } .plot svg[width="960"] { min-width: 42rem; }
    }
    @media print {
      :root { --paper: #ffffff; --ink: #000000; --soft: #333333; --line: #999999; --card: #ffffff;
        --tint: #ffffff; --link: #000000; --best: #000000; }
      .skip, nav, .files, figcaption details, .arrow { display: none; }
      header, main, footer { max-width: none; padding: 0; }
      thead a { text-decoration: none; }
      table { font-size: 7.5pt; } th, td { padding: 0.15rem 0.35rem; }
      .scroll, .plot { overflow: visible; border: 0; padding: 0; }
      .plot svg { min-width: 0; max-width: 30rem; }
      .plot svg[width="960"] { min-width: 0; max-width: 40rem; }
      h2 { margin-top: 1.5rem; } figure { margin: 0.5rem 0 1rem; }
      figure, tr { break-inside: avoid; } h2, h3 { break-after: avoid; }
    }

    """

  /// Sorts the table in place, in both directions, where scripts run; without them links do.
  ///
  /// No `<` and no `&`, so that the page is XML too.
  static let script = """

    (function () {
      var table = document.querySelector('#points-unsorted table');
      if (!table) { return; }
      var heads = Array.prototype.slice.call(table.querySelectorAll('thead th'));
      var status = document.createElement('p');
      status.className = 'unseen';
      status.setAttribute('role', 'status');
      table.parentNode.parentNode.appendChild(status);
      heads.forEach(function (head, place) {
        var link = head.querySelector('a');
        if (!link) { return; }
        link.setAttribute('role', 'button');
        function sort(event) {
          event.preventDefault();
          var first = link.getAttribute('data-first');
          var other = first === 'ascending' ? 'descending' : 'ascending';
          var order = head.getAttribute('aria-sort') === first ? other : first;
          var sign = order === 'ascending' ? 1 : -1;
          var rows = Array.prototype.slice.call(table.querySelectorAll('tbody tr'));
          var value = function (row) { return row.cells[place].getAttribute('data-v'); };
          rows.sort(function (a, b) {
            var x = value(a), y = value(b);
            if (x === '' || y === '') { return (x === '' ? 1 : 0) - (y === '' ? 1 : 0); }
            return sign * (parseFloat(x) - parseFloat(y));
          });
          rows.forEach(function (row) { table.tBodies[0].appendChild(row); });
          heads.forEach(function (each) {
            each.removeAttribute('aria-sort');
            var arrow = each.querySelector('.arrow');
            if (arrow) { arrow.textContent = ''; }
          });
          head.setAttribute('aria-sort', order);
          head.querySelector('.arrow').textContent = order === 'ascending' ? ' ▲' : ' ▼';
          status.textContent = 'Sorted by ' + link.firstChild.textContent + ', ' + order;
        }
        link.addEventListener('click', sort);
        link.addEventListener('keydown', function (event) { if (event.key === ' ') { sort(event); } });
      });
    })();

    """
}
