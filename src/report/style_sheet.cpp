#include "report/html.h"

namespace sentiment {

// Text colours and series reach a contrast of 4.5 : 1 on paper and on raised, in light and in dark
// (WCAG 2.1, 1.4.3).
std::string_view style_sheet() {
  return R"(:root {
  color-scheme: light dark;
  --paper: #ffffff; --raised: #f6f6f4; --ink: #1d2024; --muted: #5a6068; --rule: #d9dad7; --accent: #1d5c9e;
  --series-1: #1d5c9e; --series-2: #a84a12; --series-3: #23713c; --series-4: #7a4a9e; --series-5: #7d6200;
  --series-6: #a82a5c; --positive: #1d5c9e; --negative: #a84a12;
}
@media (prefers-color-scheme: dark) { :root {
  --paper: #15181b; --raised: #1e2226; --ink: #e5e7e9; --muted: #a5adb5; --rule: #3a4047; --accent: #82b6ee;
  --series-1: #82b6ee; --series-2: #f0a274; --series-3: #7fcb97; --series-4: #c6a5ea; --series-5: #dcc462;
  --series-6: #f290b0; --positive: #82b6ee; --negative: #f0a274;
} }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body { margin: 0; background: var(--paper); color: var(--ink); overflow-wrap: anywhere;
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
h1 { font-size: 1.6rem; line-height: 1.25; font-weight: 600; margin: 0 0 1rem; }
h2 { font-size: 1.2rem; line-height: 1.3; font-weight: 600; margin: 3rem 0 .75rem; padding-top: .75rem;
  border-top: 1px solid var(--rule); }
h3 { font-size: 1rem; font-weight: 600; margin: 1.75rem 0 .5rem; }
p, ul, ol, dl { margin: .5rem 0 .9rem; max-width: 44rem; }
li { margin: .2rem 0; }
a { color: var(--accent); }
code, .mono { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace; font-size: .875em; }
.note { color: var(--muted); font-size: .9rem; }
.verdict { font-size: 1.15rem; line-height: 1.5; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr)); gap: 1.5rem 2rem; }
figure { margin: 1rem 0; min-width: 0; }
.charts figure { margin: 0; }
figcaption { font-weight: 600; font-size: .95rem; margin-bottom: .35rem; }
svg { display: block; width: 100%; height: auto; }
.chart > svg { max-width: 28rem; }
svg text { fill: var(--muted); font: 12px system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans",
  "Liberation Sans", sans-serif; }
/* A name on a curve is read through a rim of paper. */
svg text { paint-order: stroke; stroke: var(--paper); stroke-width: 3px; stroke-linejoin: round; }
svg text.strong { fill: var(--ink); }
.legend { list-style: none; display: flex; flex-wrap: wrap; gap: .1rem 1.1rem; padding: 0; margin: 0 0 .3rem;
  font-size: .85rem; color: var(--muted); }
.legend li { display: flex; align-items: center; gap: .4rem; margin: 0; }
.legend svg { width: 26px; height: 8px; flex: none; }
details { margin: .4rem 0; }
summary { cursor: pointer; color: var(--muted); font-size: .875rem; width: fit-content; padding: .15rem 0; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.scroll { overflow-x: auto; max-width: 100%; }
table { border-collapse: collapse; font-size: .875rem; margin: .35rem 0 .75rem; }
th, td { text-align: left; padding: .3rem .9rem .3rem 0; border-bottom: 1px solid var(--rule); vertical-align: top; }
th, td { overflow-wrap: normal; }
th { font-weight: 600; color: var(--muted); }
tbody th { color: var(--ink); font-weight: 500; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
nav ul { list-style: none; display: flex; flex-wrap: wrap; gap: .25rem 1.1rem; padding: 0; max-width: none; }
.shade { background: color-mix(in srgb, var(--tint) var(--s), transparent); }
.for { --tint: var(--positive); }
.against { --tint: var(--negative); }
.examples { padding-left: 1.6rem; }
.examples li { margin: .9rem 0; }
.examples p { margin: .1rem 0; }
.matrix td { padding: .5rem .7rem; border: 1px solid var(--rule); }
.matrix small { font-size: .8rem; }
.card { border-top: 1px solid var(--rule); margin-top: 1.5rem; }
@media print {
  nav { display: none; }
  :root { color-scheme: light;
    --paper: #ffffff; --raised: #f6f6f4; --ink: #1d2024; --muted: #5a6068; --rule: #d9dad7; --accent: #1d5c9e;
    --series-1: #1d5c9e; --series-2: #a84a12; --series-3: #23713c; --series-4: #7a4a9e; --series-5: #7d6200;
    --series-6: #a82a5c; --positive: #1d5c9e; --negative: #a84a12; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  body { font-size: 11pt; }
  main { max-width: none; padding: 0; }
  h2, h3, figcaption { break-after: avoid; }
  figure, tr, .examples li { break-inside: avoid; }
  details:not([open]) { display: none; }
  .scroll { overflow: visible; }
  .scroll svg { width: auto !important; max-width: 100%; height: auto; }
  th, td { overflow-wrap: break-word; }
}
)";
}

}  // namespace sentiment
