/// The style sheet of the pages for people: report.html and index.html.
///
/// Colours are named once for light and once for dark; a test computes the contrast of every pair that carries text.
enum PageStyle {
    static let text = palette + frame + list + details + narrow + print

    private static let palette = #"""
        :root {
          color-scheme: light dark;
          --paper: #fbfbfa; --card: #ffffff; --tint: #f3f3f1; --line: #deded9; --ink: #1c1d1f; --soft: #5a5d62;
          --link: #0a5a82; --good: #1b6b40; --fair: #7d5200; --bad: #ab2419; --busy: #2456a8; --off: #5f6368;
          --mark: #ffd23f59; --mark-line: #b27a00; --badtint: #fbeeec;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --paper: #17181b; --card: #1e2023; --tint: #26282c; --line: #383b40; --ink: #ececea; --soft: #a9adb3;
            --link: #84c5e8; --good: #74cf98; --fair: #e5b454; --bad: #ff9a8d; --busy: #92b8f5; --off: #a9adb3;
            --mark: #ffc83a4d; --mark-line: #ffd36b; --badtint: #33211f;
          }
        }

        """#

    private static let frame = #"""
        * { box-sizing: border-box; }
        html { -webkit-text-size-adjust: 100%; }
        body {
          margin: 0 auto; max-width: 72rem; padding: 3.5rem 2rem 5rem; background: var(--paper); color: var(--ink);
          font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", "Noto Sans", "DejaVu Sans", sans-serif;
        }
        h1, h2, h3, p, ul, dl, dd, figure { margin: 0; padding: 0; }
        h1 { font-size: 2.125rem; line-height: 1.2; font-weight: 650; letter-spacing: -0.02em;
          overflow-wrap: anywhere; }
        h2 { font-size: 1.1875rem; line-height: 1.3; font-weight: 620; letter-spacing: -0.008em;
          margin-bottom: 0.875rem; }
        h3 { font-size: 0.875rem; line-height: 1.4; font-weight: 600; color: var(--soft); margin-bottom: 0.5rem; }
        a { color: var(--link); text-underline-offset: 0.18em; text-decoration-thickness: 0.06em; }
        ul { list-style: none; }
        [hidden] { display: none !important; }
        :focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 4px; }
        .skip { position: absolute; left: -100vw; }
        .skip:focus { left: 1rem; top: 0.75rem; }
        .soft { color: var(--soft); }
        .num { font-variant-numeric: tabular-nums; text-align: right; white-space: nowrap; }
        .overline { font-size: 0.875rem; color: var(--soft); margin-bottom: 0.375rem; overflow-wrap: anywhere; }
        .sentence { display: flex; align-items: baseline; gap: 0.625rem; margin-top: 0.625rem; font-size: 1.125rem; }
        .dot { flex: none; width: 0.625rem; height: 0.625rem; border-radius: 50%; background: currentColor; }
        .good { color: var(--good); } .fair { color: var(--fair); } .bad { color: var(--bad); }
        .busy { color: var(--busy); } .off { color: var(--off); }
        .bar { display: flex; gap: 2px; height: 8px; margin-top: 1.75rem; border-radius: 4px; overflow: hidden;
          background: var(--line); }
        .bar span { background: currentColor; flex: 0 0 0; min-width: 3px; }
        .legend { display: flex; flex-wrap: wrap; gap: 0.25rem 1.5rem; margin-top: 0.75rem; font-size: 0.9375rem; }
        .legend li { display: flex; align-items: baseline; gap: 0.45rem; }
        .legend .dot { width: 0.5rem; height: 0.5rem; }
        .facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr)); gap: 1.25rem 2rem;
          margin-top: 2rem; padding-top: 1.5rem; border-top: 1px solid var(--line); }
        .facts dt { font-size: 0.8125rem; color: var(--soft); }
        .facts dd { font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
        section { margin-top: 3rem; }
        .panel { padding: 1.25rem 1.5rem; border-radius: 10px; background: var(--tint); }
        .panel + .panel { margin-top: 0.75rem; }
        .panel.alert { background: var(--badtint); }
        .advice { font-weight: 600; overflow-wrap: anywhere; }
        .panel ul { margin-top: 0.625rem; }
        .panel li { margin-top: 0.5rem; overflow-wrap: anywhere; }
        .panel li { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 2fr); gap: 0 1.5rem; }
        .panel.alert li { display: block; }
        .panel li .soft { font-size: 0.9375rem; }
        .group + .group { margin-top: 1.125rem; padding-top: 1.125rem; border-top: 1px solid var(--line); }
        .notes li + li { margin-top: 0.375rem; }
        .notes li { overflow-wrap: anywhere; }
        footer { margin-top: 3.5rem; padding-top: 1.25rem; border-top: 1px solid var(--line); font-size: 0.875rem;
          color: var(--soft); overflow-wrap: anywhere; }
        footer a { margin-right: 1.25rem; }
        footer p + p { margin-top: 0.375rem; }
        button, input, select { font: inherit; color: inherit; }
        button.link { border: 0; padding: 0; background: none; color: var(--link); cursor: pointer; text-align: left;
          text-decoration: underline; text-underline-offset: 0.18em; overflow-wrap: anywhere; }

        """#

    private static let list = #"""
        .tools { display: flex; flex-wrap: wrap; gap: 0.75rem 1rem; align-items: center; margin-bottom: 0.75rem; }
        .search { flex: 1 1 14rem; min-width: 0; padding: 0.5rem 0.875rem; border: 1px solid var(--line);
          border-radius: 8px; background: var(--card); }
        .search::placeholder { color: var(--soft); opacity: 1; }
        .chips { display: flex; flex-wrap: wrap; gap: 0.375rem; }
        .chip { padding: 0.3rem 0.75rem; border: 1px solid var(--line); border-radius: 99px; background: none;
          font-size: 0.9375rem; cursor: pointer; white-space: nowrap; }
        .chip:hover { background: var(--tint); }
        .chip[aria-pressed="true"] { background: var(--ink); border-color: var(--ink); color: var(--paper); }
        table { width: 100%; border-collapse: collapse; }
        th { font-weight: 400; text-align: left; }
        thead th { padding: 0.375rem 0.75rem; border-bottom: 1px solid var(--line); font-size: 0.8125rem;
          color: var(--soft); white-space: nowrap; }
        thead th.num { text-align: right; }
        .sort { border: 0; padding: 0; background: none; color: inherit; cursor: pointer; }
        .sort:hover { color: var(--ink); }
        .sort::after { content: ""; margin-left: 0.3em; }
        th[aria-sort="ascending"] .sort::after { content: "\2191"; }
        th[aria-sort="descending"] .sort::after { content: "\2193"; }
        .rows > tr > * { padding: 0.5625rem 0.75rem; border-bottom: 1px solid var(--line); vertical-align: top; }
        .rows > tr.row:hover > * { background: var(--tint); }
        .rows > tr.open > * { border-bottom-color: transparent; }
        .rows > tr > :first-child, thead th:first-child { padding-left: 0.5rem; }
        .rows .name { border: 0; padding: 0; background: none; cursor: pointer; text-align: left;
          overflow-wrap: anywhere; padding-left: 1.1em; text-indent: -1.1em; }
        .rows a.name { color: var(--link); text-decoration: none; }
        .batches td:nth-child(2) { width: 14rem; }
        .batches td:nth-child(3) { width: 9rem; }
        .batches td:nth-child(4) { width: 13rem; }
        .rows a.name:hover { text-decoration: underline; text-underline-offset: 0.18em; }
        .rows .name bdi { text-indent: 0; }
        .rows .name::before { content: "\25B8"; display: inline-block; width: 1.1em; color: var(--soft);
          text-indent: 0; }
        .rows a.name::before { display: none; }
        .rows .name[aria-expanded="true"]::before { transform: rotate(90deg); transform-origin: 35% 52%; }
        .under { margin: 0.125rem 0 0 1.1em; font-size: 0.875rem; color: var(--soft); overflow-wrap: anywhere; }
        .rows a.name { padding-left: 0; text-indent: 0; }
        a.name + .under { margin-left: 0; }
        .word { display: inline-flex; align-items: baseline; gap: 0.45rem; white-space: nowrap; }
        .word .dot { width: 0.5rem; height: 0.5rem; }
        .pager { display: flex; align-items: center; justify-content: space-between; gap: 1rem; margin-top: 1rem;
          font-size: 0.9375rem; color: var(--soft); }
        .pager div { display: flex; gap: 0.5rem; }
        .step { padding: 0.3rem 0.875rem; border: 1px solid var(--line); border-radius: 8px; background: var(--card);
          cursor: pointer; }
        .step:disabled { opacity: 0.45; cursor: default; }
        .none { padding: 2.5rem 0; text-align: center; color: var(--soft); }

        """#
}
