package io.vgi.internal.page;

/** How the page looks: light and dark, narrow and wide, on paper. */
final class PageStyle {
  static final String CSS =
      """
      :root { color-scheme: light dark; --ink: #1b1f24; --soft: #57606a; --back: #fff;
        --box: #f5f7f9; --line: #d0d7de; --link: #0a56a8; --mark: #fff6d6; }
      @media (prefers-color-scheme: dark) { :root { --ink: #e3e8ee; --soft: #9aa6b2;
        --back: #14171b; --box: #1d2228; --line: #39424c; --link: #7cb7ff; --mark: #3a3417; } }
      * { box-sizing: border-box; }
      html { scroll-padding-top: 1rem; }
      body { margin: 0 auto; padding: 1rem; max-width: 84rem; color: var(--ink);
        background: var(--back); font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
      a { color: var(--link); }
      a:focus-visible, summary:focus-visible, [tabindex]:focus-visible {
        outline: 2px solid var(--link); outline-offset: 2px; }
      .skip { position: absolute; left: -100rem; }
      .skip:focus { position: static; }
      h1, h2, h3, h4, h5 { line-height: 1.25; margin: 1.5em 0 .5em; }
      h1 { font-size: 1.75rem; margin-top: .25em; }
      h2 { font-size: 1.5rem; border-bottom: 1px solid var(--line); padding-bottom: .25rem; }
      h3 { font-size: 1.25rem; }
      h4 { font-size: 1.1rem; }
      h5 { font-size: 1rem; margin: 0 0 .5rem; }
      h5 a { color: inherit; text-decoration: none; }
      h5 a:hover { text-decoration: underline; }
      p, dl, pre, details, .wide { margin: .5rem 0; }
      header p, .quiet, dt, caption { color: var(--soft); }
      .prose { white-space: pre-line; max-width: 48rem; }
      code, pre { font-family: ui-monospace, monospace; font-size: .9em; }
      pre { padding: .6rem .75rem; background: var(--box); border-radius: .3rem;
        white-space: pre-wrap; }
      article { border: 1px solid var(--line); border-radius: .4rem; padding: .75rem 1rem;
        margin: .75rem 0; }
      article:target { background: var(--mark); }
      .wide { overflow-x: auto; }
      table { border-collapse: collapse; width: 100%; font-size: .925rem; }
      caption { text-align: left; font-size: .85rem; }
      details > .wide caption { display: none; }
      th, td { text-align: left; vertical-align: top; padding: .25rem .75rem .25rem 0;
        border-bottom: 1px solid var(--line); overflow-wrap: normal; min-width: 5rem; }
      th { font-weight: 600; }
      tbody th { font-weight: 400; }
      td:last-child { overflow-wrap: anywhere; min-width: 10rem; }
      dl { display: grid; grid-template-columns: fit-content(40%) 1fr; gap: .15rem 1rem;
        font-size: .925rem; }
      dd { margin: 0; white-space: pre-line; }
      summary { cursor: pointer; }
      nav { font-size: .925rem; }
      nav ul { list-style: none; margin: 0; padding: 0; }
      nav ul ul { padding-left: .9rem; }
      nav a { text-decoration: none; display: inline-block; padding: .1rem 0; }
      nav a:hover { text-decoration: underline; }
      @media (min-width: 60rem) {
        .page { display: grid; grid-template-columns: 16rem minmax(0, 1fr); gap: 2rem; }
        nav { position: sticky; top: 0; max-height: 100vh; overflow-y: auto; padding: 1rem 0; }
        main > section:first-child > h2 { margin-top: .5rem; }
      }
      @media print { nav, .skip { display: none; } body { max-width: none; padding: 0; }
        article { break-inside: avoid; } pre { border: 1px solid var(--line); } }
      """;

  private PageStyle() {}
}
