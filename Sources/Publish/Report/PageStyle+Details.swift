extension PageStyle {
    /// What opens below the row of a file.
    static let details = #"""
        .rows > tr.detail > td { padding: 0.25rem 0.5rem 2.25rem 1.6rem; }
        .detail .line { font-size: 0.9375rem; color: var(--soft); }
        .detail .line span + span::before { content: "\00B7"; margin: 0 0.5em; }
        .detail .panel { margin-bottom: 1rem; }
        .outputs { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; margin-top: 0.375rem; font-size: 0.9375rem; }
        .outputs a { overflow-wrap: anywhere; }
        .tags { display: flex; flex-wrap: wrap; gap: 0.375rem; margin-top: 0.75rem; }
        .tags li { padding: 0.125rem 0.625rem; border-radius: 99px; background: var(--tint); font-size: 0.875rem;
          overflow-wrap: anywhere; }
        .beside { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 27rem); gap: 2rem; margin-top: 1.5rem;
          align-items: start; }
        .beside.alone { grid-template-columns: minmax(0, 1fr); }
        .fields > * + *, .part { margin-top: 1.5rem; }
        .scroll { overflow: auto; border-radius: 6px; }
        .fields th, .fields td { padding: 0.375rem 0.625rem; border-bottom: 1px solid var(--line); vertical-align: top;
          font-size: 0.9375rem; overflow-wrap: anywhere; }
        .fields thead th { font-size: 0.8125rem; padding: 0.25rem 0.625rem; }
        .fields tr > :first-child { padding-left: 0.375rem; }
        .fields .label { color: var(--soft); width: 30%; }
        .fields .hint { width: 1%; font-size: 0.8125rem; line-height: 1.75; color: var(--soft); white-space: nowrap; }
        .fields .missing { margin-top: 1rem; padding-left: 0.375rem; font-size: 0.9375rem; color: var(--soft);
          overflow-wrap: anywhere; }
        .fields .missing + .missing { margin-top: 0.25rem; }
        .fields .place { cursor: default; }
        .fields .lit { background: var(--mark); }
        .fields .lit, .fields .lit > * { color: var(--ink); }
        .wide th, .wide td { overflow-wrap: normal; }
        .wide td { max-width: 22rem; }
        .sheet { position: sticky; top: 1rem; }
        .paper { position: relative; background: #ffffff; border: 1px solid var(--line); border-radius: 4px;
          overflow: hidden; }
        .paper img, .paper svg { display: block; width: 100%; height: auto; }
        .paper img + svg { position: absolute; inset: 0; height: 100%; }
        .paper rect.box { fill: transparent; stroke: #b27a00; stroke-opacity: 0.55; stroke-width: 0.75;
          vector-effect: non-scaling-stroke; }
        .paper rect.box:hover, .paper rect.box.lit { fill: #ffd23f; fill-opacity: 0.4; stroke-opacity: 1;
          stroke-width: 2; }
        .paper text { fill: #1c1d1f; font-family: system-ui, "Segoe UI", "Noto Sans", "DejaVu Sans", sans-serif;
          pointer-events: none; }
        .turn { display: flex; align-items: center; justify-content: space-between; gap: 0.75rem; margin-top: 0.625rem;
          font-size: 0.875rem; color: var(--soft); }
        .turn div { display: flex; gap: 0.375rem; }
        .thumbs { display: flex; gap: 0.5rem; margin-top: 0.75rem; padding: 3px; overflow-x: auto; }
        .thumbs button { display: block; flex: none; width: 3.5rem; padding: 0; border: 1px solid var(--line);
          border-radius: 3px; background: #ffffff; overflow: hidden; cursor: pointer; }
        .thumbs button[aria-current="true"] { outline: 2px solid var(--link); outline-offset: 1px; }
        .thumbs img { display: block; width: 100%; height: 4.75rem; object-fit: cover; object-position: top; }
        .excerpt { max-height: 26rem; padding: 1rem 1.25rem; border: 1px solid var(--line); border-radius: 8px;
          background: var(--card); overflow: auto; font-size: 0.9375rem; overflow-wrap: anywhere; }
        .excerpt p { white-space: pre-wrap; }
        .excerpt > * + * { margin-top: 0.625rem; }
        .excerpt .head { font-weight: 620; }
        .excerpt table { width: auto; font-size: 0.875rem; }
        .excerpt th, .excerpt td { padding: 0.2rem 0.75rem 0.2rem 0; border-bottom: 1px solid var(--line);
          vertical-align: top; overflow-wrap: normal; }
        .excerpt thead th { font-size: inherit; white-space: normal; color: var(--soft); }

        """#

    static let narrow = #"""
        @media (max-width: 56rem) {
          .beside { grid-template-columns: minmax(0, 1fr); }
          .sheet { position: static; max-width: 34rem; }
        }
        @media (max-width: 40rem) {
          body { padding: 1.75rem 1.125rem 3rem; }
          h1 { font-size: 1.625rem; }
          .sentence { font-size: 1.0625rem; }
          section { margin-top: 2.25rem; }
          .panel { padding: 1rem 1.125rem; }
          .facts { grid-template-columns: 1fr 1fr; gap: 1rem; }
          .batches td { width: auto !important; }
          .files > thead { position: absolute; left: -100vw; }
          .files .rows > tr { display: grid; grid-template-columns: 1fr auto; }
          .files .rows > tr.row { border-bottom: 1px solid var(--line); padding: 0.5rem 0; }
          .files .rows > tr > * { border: 0; padding: 0.125rem 0.25rem; }
          .files .rows > tr > td.extra { display: none; }
          .files .rows > tr.detail > td { grid-column: 1 / -1; padding: 0.5rem 0.25rem 1.5rem; }
          .fields .label { width: 40%; }
          .fields .hint { display: none; }
          .panel li { grid-template-columns: minmax(0, 1fr); }
          .tools { gap: 0.625rem; }
          .search { flex-basis: 100%; }
        }

        """#

    static let print = #"""
        @media print {
          :root { --paper: #ffffff; --card: #ffffff; --tint: #f3f3f1; --line: #cfcfca; --ink: #000000; --soft: #45484d;
            --link: #000000; --good: #1b6b40; --fair: #7d5200; --bad: #ab2419; --busy: #2456a8; --off: #45484d;
            --badtint: #f6f0ef; color-scheme: light; }
          body { max-width: none; padding: 0; font-size: 10pt; }
          .tools, .pager, .skip, .turn div, .thumbs, .rows .name::before { display: none; }
          .panel, .facts, .bar, tr, figure { break-inside: avoid; }
          tr.detail { break-inside: auto; }
          .rows .name { padding-left: 0; text-indent: 0; }
          .bar span, .dot, .panel, .tags li { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
          thead { display: table-header-group; }
          .excerpt { max-height: none; }
          .sheet { position: static; max-width: 60%; }
          .beside { grid-template-columns: minmax(0, 1fr); }
          .under { margin-left: 0; }
          section { margin-top: 1.5rem; }
        }

        """#
}
