/** The page's own style: light or dark as the reader's system is, printable, and never by colour alone. */
export const PAGE_STYLE = `
:root { color-scheme: light dark; --back: #fff; --raised: #f4f6f8; --text: #16202b; --soft: #55626f; --line: #ccd4dc; --focus: #0b5fd0;
  --ok: #1c5c37; --ok-back: #bfe3cb; --warn: #734a00; --warn-back: #ffdf9e; --failed: #9d1520; --failed-back: #ffc4c4; --timed_out: #6b23a3; --timed_out-back: #e6cdf9;
  --gone: #55626f; --gone-back: #e6eaee; --limit: #9d1520; }
@media (prefers-color-scheme: dark) { :root { --back: #11161c; --raised: #1a222b; --text: #e6ebf0; --soft: #9fadba; --line: #35424f; --focus: #7ab4ff;
  --ok: #7fd6a0; --ok-back: #1f5135; --warn: #ffc861; --warn-back: #5c4312; --failed: #ff8f8f; --failed-back: #6b1f24; --timed_out: #d5a6fb; --timed_out-back: #4b2470;
  --gone: #9fadba; --gone-back: #222c36; --limit: #ff8f8f; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 1240px; padding: 24px 20px 64px; background: var(--back); color: var(--text); font: 15px/1.5 system-ui, "Segoe UI", "DejaVu Sans", sans-serif; }
h1 { font-size: 1.55rem; line-height: 1.25; margin: 0 0 4px; } h2 { font-size: 1.15rem; margin: 40px 0 10px; }
p { margin: 6px 0; max-width: 80ch; } .soft, caption, .count { color: var(--soft); } code { font-size: .85em; overflow-wrap: anywhere; }
.verdict { display: flex; gap: 14px; align-items: center; margin: 18px 0 8px; padding: 14px 18px; border: 1px solid var(--line); border-left: 8px solid var(--gone); border-radius: 8px; background: var(--raised); font-size: 1.2rem; font-weight: 650; }
.verdict .mark { font-size: 1.6rem; line-height: 1; } .verdict small { display: block; font-size: .9rem; font-weight: 400; color: var(--soft); }
.verdict.successful { border-left-color: var(--ok); } .verdict.failed { border-left-color: var(--failed); } .verdict.inconclusive { border-left-color: var(--warn); }
.successful .mark, .passed .mark { color: var(--ok); } .failed .mark { color: var(--failed); } .inconclusive .mark, .undecided .mark { color: var(--warn); }
.scroll { overflow-x: auto; max-width: 100%; } .scroll:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; } caption { text-align: left; padding: 4px 0; }
.figures { min-width: 600px; width: 100%; } .figures th, .figures td { padding: 5px 14px 5px 0; text-align: left; vertical-align: top; border-top: 1px solid var(--line); }
.figures thead th { border-top: 0; color: var(--soft); font-weight: 600; } .figures tbody th { font-weight: 500; }
.filters { display: flex; flex-wrap: wrap; gap: 8px 20px; margin: 10px 0; } fieldset { border: 1px solid var(--line); border-radius: 8px; padding: 6px 14px 8px; margin: 0; min-width: 0; } legend { color: var(--soft); padding: 0 6px; }
.legend { display: flex; flex-wrap: wrap; gap: 4px 18px; list-style: none; margin: 0; padding: 0; } label { cursor: pointer; display: inline-flex; align-items: center; gap: 6px; }
input[type=checkbox] { width: 16px; height: 16px; accent-color: var(--focus); } input:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; }
.key, [role=gridcell] { font: 700 10px/14px ui-monospace, "DejaVu Sans Mono", monospace; text-align: center; } .key { display: inline-block; width: 16px; height: 16px; line-height: 16px; border-radius: 2px; }
#grid { border-collapse: separate; border-spacing: 1px 0; } #grid th { font-weight: 500; font-size: 12px; text-align: left; white-space: nowrap; padding: 0 8px 0 0; } #grid thead th { color: var(--soft); padding: 0 0 2px; }
#grid thead th:nth-child(n+3) { border-left: 1px solid var(--line); padding-left: 3px; } #grid .day { font-weight: 650; } #grid .runner { color: var(--soft); }
#grid .day, #grid .runner { position: sticky; left: 0; background: var(--back); z-index: 2; } #grid .runner { left: 46px; } #grid .day { min-width: 46px; }
#grid tr.last td, #grid tr.last th { border-bottom: 8px solid var(--back); }
[role=gridcell] { min-width: 10px; width: 10px; height: 17px; padding: 0; overflow: hidden; border-bottom: 1px solid var(--back); cursor: default; background-clip: padding-box; }
[role=gridcell]:focus { outline: 2px solid var(--focus); outline-offset: 0; position: relative; z-index: 1; }
.s-ok { background-color: var(--ok-back); color: var(--ok); } .s-warn { background-color: var(--warn-back); color: var(--warn); } .s-failed { background-color: var(--failed-back); color: var(--failed); } .s-timed_out { background-color: var(--timed_out-back); color: var(--timed_out); }
.s-paused, .s-asleep, .s-overlap, .s-unknown { color: var(--gone); background-color: var(--gone-back); } .s-unknown { color: var(--failed); box-shadow: inset 0 0 0 1px var(--failed); } .s-none { box-shadow: inset 0 -1px 0 var(--line); }
.out { opacity: .45; } .late { box-shadow: inset 0 3px 0 var(--warn); } .twice { box-shadow: inset 0 0 0 2px var(--failed); } .dim { opacity: .12; } [hidden] { display: none !important; }
.again .day { color: transparent !important; } output { display: block; min-height: 4.2em; margin: 8px 0; padding: 8px 12px; border-radius: 6px; background: var(--raised); } figure { margin: 12px 0 24px; } figcaption { color: var(--soft); max-width: 90ch; }
figure svg { display: block; min-width: 720px; width: 100%; height: auto; overflow: visible; color: var(--soft); } ul.notes { padding-left: 1.2em; max-width: 90ch; }
@media print { .filters, #grid-help, output { display: none; } body { max-width: none; } } @media (max-width: 600px) { body { padding: 16px 12px 48px; } .verdict { font-size: 1.05rem; } }
`;
