/// The page's text in the language of Mustache, whose values are those of ``PageContent``.
///
/// `{{name}}` is escaped; `{{{name}}}` is markup already.
enum PageTemplate {
  /// The whole page.
  static let page = """
    {{% CONTENT_TYPE:thalweg-page}}<!DOCTYPE html>
    <html lang="en" xmlns="http://www.w3.org/1999/xhtml">
    <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>{{title}}: report</title>
    <style>{{{stylesheet}}}</style>
    </head>
    <body>
    <a class="skip" href="#main">Skip to the results</a>
    <header><p class="kind">Sweep report</p><h1>{{title}}</h1>
    {{#question}}<p class="question">{{.}}</p>{{/question}}
    </header>
    <main id="main" tabindex="-1">
    <section id="answer" aria-labelledby="answer-title">
    <h2 id="answer-title">What the runs say</h2>
    {{#answer}}
    <p class="answer">{{{sentence}}}</p>
    {{#recovery}}<p>{{{.}}}</p>{{/recovery}}
    {{#isOrderKnown}}
    <p>The slow equations' error at the end falls with η (95 % intervals):</p>
    <ul>{{#orders}}<li>{{{.}}}</li>{{/orders}}</ul>
    {{/isOrderKnown}}
    {{#isReserved}}
    <ul class="reservations">{{#reservations}}<li>{{{.}}}</li>{{/reservations}}</ul>
    {{/isReserved}}
    {{/answer}}
    <p class="runs"><b>{{runs}}</b></p>
    <ul class="states">
    {{#states}}
    <li><span class="mark {{meaning}}" aria-hidden="true">{{mark}}</span> <b>{{count}}</b> {{meaning}}</li>
    {{/states}}
    </ul>
    <div class="bar" aria-hidden="true">
    {{#states}}<span class="{{meaning}}" style="flex-grow:{{count}}"></span>{{/states}}
    </div>
    </section>
    <section id="sweep" aria-labelledby="sweep-title">
    <h2 id="sweep-title">What was asked</h2>
    {{#varied}}{{> definitions}}{{/varied}}
    {{#assignments}}<p>{{.}}</p>{{/assignments}}
    {{#folded}}
    <details><summary>{{title}}</summary>{{> definitions}}</details>
    {{/folded}}
    </section>
    <section id="points" aria-labelledby="points-title">
    <h2 id="points-title">Best points</h2>
    {{^points}}<p>There are no runs to show.</p>{{/points}}
    {{#points}}
    <p>{{{choice}}}</p>
    {{#tables}}
    <div id="{{identifier}}" class="{{kind}}"><div class="scroll" tabindex="0" role="group"
      aria-label="Best points, {{order}}">
    <table><caption class="unseen">Best points, {{order}}</caption>
    <thead><tr>{{#heads}}<th scope="col"{{#isWord}} class="word"{{/isWord}}\
    {{#sorting}} aria-sort="{{.}}"{{/sorting}}>\
    {{#link}}<a href="#{{target}}" data-first="{{first}}">{{text}}\
    <span class="arrow" aria-hidden="true">{{arrow}}</span>\
    <span class="unseen">{{action}}</span></a>{{/link}}{{^link}}{{text}}{{/link}}</th>{{/heads}}</tr></thead>
    {{#blocks}}
    <tbody>
    {{#rows}}
    <tr>{{#cells}}<td{{#style}} class="{{.}}"{{/style}}{{#sortValue}} data-v="{{.}}"{{/sortValue}}>\
    {{#isBest}}<b>{{text}}</b><span class="unseen"> best</span>{{/isBest}}{{^isBest}}{{text}}{{/isBest}}</td>\
    {{/cells}}</tr>
    {{/rows}}
    </tbody>
    {{/blocks}}
    </table></div></div>
    {{/tables}}
    <ul class="reservations plain">{{#notes}}<li>{{{.}}}</li>{{/notes}}</ul>
    {{/points}}
    </section>
    {{#pairs}}
    <section id="pairs" aria-labelledby="pairs-title">
    <h2 id="pairs-title">Run by run</h2>
    <p>{{{explanation}}}</p>
    <div class="scroll" tabindex="0" role="group" aria-label="Paired comparisons">
    <table><caption class="unseen">Paired comparisons</caption>
    <thead><tr>{{#heads}}<th scope="col"{{#isWord}} class="word"{{/isWord}}>{{text}}</th>{{/heads}}</tr></thead>
    <tbody>
    {{#rows}}
    <tr>{{#cells}}<td{{#isWord}} class="word"{{/isWord}}>{{text}}</td>{{/cells}}</tr>
    {{/rows}}
    </tbody></table></div>
    </section>
    {{/pairs}}
    <section id="figures" aria-labelledby="figures-title">
    <h2 id="figures-title">Figures</h2>
    {{#notes}}<p class="note">{{{.}}}</p>{{/notes}}
    {{^isDrawn}}<p>No run has values to draw.</p>{{/isDrawn}}
    {{#isDrawn}}
    <nav aria-label="Figures"><ul>
    {{#figures}}
    <li><a href="#figure-{{name}}">{{{heading}}}</a></li>
    {{/figures}}
    </ul></nav>
    {{/isDrawn}}
    {{#figures}}
    <figure id="figure-{{name}}" aria-labelledby="figure-{{name}}-title">
    <h3 id="figure-{{name}}-title">{{{heading}}}</h3>
    {{#drawing}}
    <div class="plot" tabindex="0" role="group" aria-label="{{title}}, drawn">{{{.}}}</div>
    {{/drawing}}
    {{^drawing}}
    <p class="note">Not drawn here: <code>gnuplot {{name}}.gp</code> draws it.</p>
    {{/drawing}}
    <figcaption><p>{{{caption}}}.</p>
    {{#isNoted}}<ul>{{#notes}}<li>{{{.}}}</li>{{/notes}}</ul>{{/isNoted}}
    <details><summary>In words<span class="unseen">: {{title}}</span></summary><p>{{{words}}}</p></details>
    <ul class="files">
    {{#files}}
    <li><a href="{{name}}" download="{{name}}">{{what}}<span class="unseen"> of {{title}}</span></a></li>
    {{/files}}
    </ul></figcaption>
    </figure>
    {{/figures}}
    </section>
    {{#origin}}
    <section id="provenance" aria-labelledby="provenance-title">
    <h2 id="provenance-title">Provenance</h2>
    <details><summary>Where these results come from</summary>
    {{> definitions}}
    {{#specification}}
    <details><summary>The sweep, with all defaults</summary>
    <pre tabindex="0" role="group" aria-label="Specification as JSON">{{.}}</pre></details>
    {{/specification}}
    </details>
    </section>
    {{/origin}}
    </main>
    <footer><p>Made by <code>thalweg report</code>. All quantities are pure numbers.</p></footer>
    <script>{{{script}}}</script>
    </body>
    </html>

    """

  /// Terms and what they are.
  static let definitions = """
    {{% CONTENT_TYPE:thalweg-page}}<dl class="axes">
    {{#items}}
    <div><dt>{{term}}{{#symbol}} <i>{{.}}</i>{{/symbol}}</dt><dd>{{text}}</dd></div>
    {{/items}}
    </dl>

    """
}
