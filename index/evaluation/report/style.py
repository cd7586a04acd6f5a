"""How the report looks: one style sheet for phone, desk, dark room and paper."""

from __future__ import annotations

STYLE = """
:root {
  --paper: #fbfaf7; --card: #ffffff; --ink: #1d2126; --soft: #5b636d; --line: #e2e0da; --grid: #eceae4;
  --s0: #2f6db3; --s1: #d9812b; --s2: #3a9a6a; --s3: #a8518c; --s4: #7a7f2e; --s5: #c2413b; --s6: #5c6bc0;
    --s7: #4a8f9c;
  --can: #2f6db3; --cannot: #d9812b;
  --r0: #1f4e86; --r1: #4c82bd; --r2: #86aed6; --r3: #b9d0e8; --r4: #dde8f3; --none: #d8d4cb;
  color-scheme: light dark;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --paper: #15171a; --card: #1d2024; --ink: #e8e6e1; --soft: #a0a6ae; --line: #33373d; --grid: #2a2e33;
    --s0: #6ea8e6; --s1: #f0a860; --s2: #6cc79a; --s3: #d28bbd; --s4: #b9be62; --s5: #ec7a74; --s6: #98a4ee;
      --s7: #82c3cf;
    --can: #6ea8e6; --cannot: #f0a860;
    --r0: #9cc6f2; --r1: #6c9fd4; --r2: #4a78aa; --r3: #345677; --r4: #263d54; --none: #4a4640;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0; background: var(--paper); color: var(--ink); line-height: 1.55; overflow-wrap: anywhere;
  font-family: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans CJK SC", "Noto Sans SC", "PingFang SC",
    "Microsoft YaHei", sans-serif;
}
main { max-width: 72rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .25rem; }
h2 { font-size: 1.35rem; margin: 2.5rem 0 .25rem; padding-top: 1.25rem; border-top: 2px solid var(--ink); }
h3 { font-size: 1.05rem; margin: 1.75rem 0 .15rem; }
h4 { font-size: .9rem; margin: 0 0 .4rem; font-weight: 600; }
p { margin: .25rem 0; }
.soft, .note { color: var(--soft); }
.note { font-size: .875rem; max-width: 80ch; }
.grid { display: grid; gap: .75rem; grid-template-columns: repeat(auto-fill, minmax(min(100%, 19rem), 1fr));
  margin-top: .6rem; }
.wide { grid-template-columns: repeat(auto-fill, minmax(min(100%, 25rem), 1fr)); }
.card { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: .8rem .9rem;
  min-width: 0; }
.key { display: flex; flex-wrap: wrap; gap: .15rem .9rem; font-size: .85rem; margin: .5rem 0 0; padding: 0;
  list-style: none; }
.key li { display: flex; align-items: center; gap: .4rem; }
.chip { width: .8rem; height: .8rem; border-radius: .2rem; flex: none; }
.row { display: grid; grid-template-columns: 7.2rem 1fr 3rem; gap: .5rem; align-items: center;
  font-size: .8rem; height: 1.45rem; }
.row > span:first-child { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.row > span:last-child { text-align: right; font-variant-numeric: tabular-nums; }
.track { position: relative; height: .8rem; background: var(--grid); border-radius: .2rem; }
.bar { position: absolute; inset: 0 auto 0 0; border-radius: .2rem; }
.interval { position: absolute; top: 50%; height: 0; border-top: 1.5px solid var(--ink); }
.interval::before, .interval::after { content: ""; position: absolute; top: -.25rem; height: .42rem;
  border-left: 1.5px solid var(--ink); }
.interval::before { left: 0; } .interval::after { right: 0; }
.stack { display: flex; height: 1.1rem; border-radius: .25rem; overflow: hidden; }
.ranks { display: grid; grid-template-columns: 7.2rem 1fr; gap: .5rem; align-items: center; font-size: .8rem;
  margin: .3rem 0; }
figure { margin: 0; }
svg { display: block; width: 100%; height: auto; max-width: 28rem; margin: 0 auto; }
svg text { font: 11px system-ui, "Noto Sans CJK SC", sans-serif; fill: var(--soft);
  stroke: var(--card); stroke-width: 3; paint-order: stroke; }
svg .grid-line { stroke: var(--grid); stroke-width: 1; }
svg .axis { stroke: var(--soft); stroke-width: 1; }
svg .curve { fill: none; stroke-width: 1.8; stroke-linejoin: round; }
svg .dash { stroke: var(--soft); stroke-width: 1; stroke-dasharray: 4 3; fill: none; }
svg .halo { stroke: var(--card); stroke-width: 1.5; }
svg .mark { fill: var(--ink); }
.s0 { background: var(--s0); } svg .s0 { stroke: var(--s0); } svg .f0 { fill: var(--s0); }
.s1 { background: var(--s1); } svg .s1 { stroke: var(--s1); } svg .f1 { fill: var(--s1); }
.s2 { background: var(--s2); } svg .s2 { stroke: var(--s2); } svg .f2 { fill: var(--s2); }
.s3 { background: var(--s3); } svg .s3 { stroke: var(--s3); } svg .f3 { fill: var(--s3); }
.s4 { background: var(--s4); } svg .s4 { stroke: var(--s4); } svg .f4 { fill: var(--s4); }
.s5 { background: var(--s5); } svg .s5 { stroke: var(--s5); } svg .f5 { fill: var(--s5); }
.s6 { background: var(--s6); } svg .s6 { stroke: var(--s6); } svg .f6 { fill: var(--s6); }
.s7 { background: var(--s7); } svg .s7 { stroke: var(--s7); } svg .f7 { fill: var(--s7); }
.r0 { background: var(--r0); }
.r1 { background: var(--r1); }
.r2 { background: var(--r2); }
.r3 { background: var(--r3); }
.r4 { background: var(--r4); }
.none { background: var(--none); } .can { background: var(--can); } .cannot { background: var(--cannot); }
svg .can { fill: var(--can); fill-opacity: .55; } svg .cannot { fill: var(--cannot); fill-opacity: .55; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-size: .85rem; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: right; padding: .3rem .5rem; border-bottom: 1px solid var(--line); white-space: nowrap; }
th:first-child, td:first-child { text-align: left; }
th { font-weight: 600; color: var(--soft); }
.missed { display: grid; gap: .6rem; margin-top: .6rem;
  grid-template-columns: repeat(auto-fill, minmax(min(100%, 25rem), 1fr)); }
.missed .question { font-weight: 600; }
.missed dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem .7rem; margin: .35rem 0 0;
  font-size: .87rem; }
.missed dt { color: var(--soft); } .missed dd { margin: 0; }
details { margin-top: 1rem; } summary { cursor: pointer; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; font-size: .78rem; margin: .5rem 0 0;
  font-family: ui-monospace, Menlo, monospace; }
@media (max-width: 30rem) {
  .row { grid-template-columns: 6.9rem 1fr 2.6rem; } .ranks { grid-template-columns: 6.9rem 1fr; }
  svg text { font-size: 12.5px; }
  table { font-size: .74rem; } th, td { padding: .3rem .2rem; } th { white-space: normal; vertical-align: bottom; }
}
@media print {
  :root { --paper: #fff; --card: #fff; --ink: #000; --soft: #444; }
  @page { margin: 14mm; }
  main { padding: 0; max-width: none; }
  .card, figure, table, .row { break-inside: avoid; } h2, h3, .note { break-after: avoid; }
  .bar, .chip, .stack span, .track { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  .grid, .missed { grid-template-columns: 1fr 1fr; }
}
"""
