/// The look of ``HistoryPage``. Colours keep a contrast of 4.5 to 1 and more for text, in light and dark.
enum HistoryStyle {
    static let text = """
        :root { --ground: #ffffff; --card: #f6f8fa; --ink: #1f2328; --dim: #57606a; --edge: #d0d7de; --line: #0550ae;
          --fill: #0550ae1f; --goal: #116329; --budget: #9a3c00; --bad: #a40e26; --link: #0550ae; --mark: #ffffff; }
        @media (prefers-color-scheme: dark) {
          :root { --ground: #0d1117; --card: #161b22; --ink: #e6edf3; --dim: #9da7b3; --edge: #30363d; --line: #79c0ff;
            --fill: #79c0ff26; --goal: #56d364; --budget: #ffa657; --bad: #ff9492; --link: #79c0ff; --mark: #0d1117; }
        }
        * { box-sizing: border-box; }
        body { margin: 0; padding: 1rem; background: var(--ground); color: var(--ink);
          font: 16px/1.5 system-ui, -apple-system, "Segoe UI", "Helvetica Neue", "DejaVu Sans", sans-serif; }
        header, main, footer { max-width: 90rem; margin: 0 auto; }
        h1 { font-size: 1.6rem; line-height: 1.2; margin: 0 0 .25rem; overflow-wrap: anywhere; }
        h2 { font-size: 1.1rem; line-height: 1.3; margin: 0; overflow-wrap: anywhere; }
        h3 { font-size: .9rem; margin: 1rem 0 .25rem; }
        p { margin: .25rem 0; }
        a { color: var(--link); }
        a:focus-visible, summary:focus-visible, .scroll:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
        code { font: .9em ui-monospace, "SF Mono", Menlo, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
        main { display: grid; gap: 1rem; grid-template-columns: minmax(0, 1fr); margin-top: 1rem; }
        @media (min-width: 64rem) { main { grid-template-columns: repeat(2, minmax(0, 1fr)); } .overview { grid-column: 1 / -1; } }
        section { background: var(--card); border: 1px solid var(--edge); border-radius: .5rem; padding: 1rem; min-width: 0; }
        .id, .by, .authors, footer, summary { color: var(--dim); font-size: .875rem; }
        .now strong { font-size: 1.75rem; line-height: 1.2; }
        .good { color: var(--goal); } .bad { color: var(--bad); }
        figure { margin: .5rem 0 0; }
        .plot { display: grid; grid-template-columns: auto minmax(0, 1fr); grid-template-rows: 1fr auto; column-gap: .5rem;
          font-size: .8125rem; color: var(--dim); }
        .area { grid-column: 2; grid-row: 1; position: relative; height: 11rem; margin: .8rem .7rem 0 0; }
        .area svg { position: absolute; inset: 0; width: 100%; height: 100%; overflow: visible; }
        .y { grid-column: 1; grid-row: 1; text-align: right; font-variant-numeric: tabular-nums; }
        .y.top { align-self: start; margin-top: .1rem; } .y.bottom { align-self: end; margin-bottom: -.7rem; }
        .x { grid-column: 2; grid-row: 2; margin-top: .25rem; } .x.first { justify-self: start; }
        .x.last { justify-self: end; margin-right: .7rem; }
        svg path { fill: none; vector-effect: non-scaling-stroke; }
        svg .grid { stroke: var(--edge); stroke-width: 1; }
        svg .fill { fill: var(--fill); }
        svg .line { stroke: var(--line); stroke-width: 2; stroke-linejoin: round; }
        svg .goal { stroke: var(--goal); stroke-width: 1.5; stroke-dasharray: 6 4; }
        svg .budget { stroke: var(--budget); stroke-width: 1.5; stroke-dasharray: 2 3; }
        .limit { position: absolute; right: .25rem; transform: translateY(-100%); padding: 0 .2rem; line-height: 1.3;
          background: var(--card); }
        .limit.under { transform: none; }
        .limit.goal { color: var(--goal); } .limit.budget { color: var(--budget); right: auto; left: .25rem; }
        .mark { position: absolute; width: 1.25rem; height: 1.25rem; margin: -.625rem 0 0 -.625rem; border-radius: 50%;
          background: var(--line); color: var(--mark); font-size: .75rem; font-weight: 600; line-height: 1.25rem;
          text-align: center; }
        .gains { margin: 0; padding-left: 1.5rem; font-size: .9rem; } .gains li { overflow-wrap: anywhere; }
        .scroll { overflow-x: auto; }
        table { border-collapse: collapse; width: 100%; font-size: .875rem; }
        th, td { text-align: left; padding: .25rem .5rem; border-bottom: 1px solid var(--edge); vertical-align: top; }
        th { font-weight: 600; } tbody th { font-weight: 400; overflow-wrap: anywhere; }
        .n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
        @media (max-width: 40rem) { th, td { padding: .25rem .2rem; } section { padding: .75rem; } }
        details { margin-top: .75rem; } summary { cursor: pointer; }
        @media print {
          :root { --ground: #ffffff; --card: #ffffff; --ink: #000000; --dim: #444444; --edge: #bbbbbb; --line: #0550ae;
            --fill: #0550ae1f; --goal: #116329; --budget: #9a3c00; --bad: #a40e26; --link: #000000; --mark: #ffffff; }
          * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
          body { padding: 0; font-size: 10pt; }
          main { display: block; } section { break-inside: avoid; margin-bottom: 1rem; } .overview { break-inside: auto; }
          details { display: none; } a { text-decoration: none; }
        }

        """
}
