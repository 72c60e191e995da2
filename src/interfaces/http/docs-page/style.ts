import { createHash } from 'node:crypto'

/** For screens of any width, by day and by night, and for paper. */
const rules = `
:root { color-scheme: light dark; --ink: light-dark(#1c2430, #dfe5ee); --soft: light-dark(#5a6675, #9aa7b8);
  --paper: light-dark(#ffffff, #12161c); --sheet: light-dark(#f4f6f9, #1b212a); --line: light-dark(#d9dfe7, #2c3542);
  --link: light-dark(#0b57a4, #7db7f5); --good: light-dark(#1a7f37, #57c274); --bad: light-dark(#b3261e, #f08a80);
  --get: light-dark(#0b57a4, #7db7f5); --post: light-dark(#1a7f37, #57c274); --put: light-dark(#8a5a00, #e0b050);
  --delete: light-dark(#b3261e, #f08a80) }
* { box-sizing: border-box }
html { scroll-padding-top: 1rem; -webkit-text-size-adjust: 100% }
body { margin: 0; font: 16px/1.55 system-ui, sans-serif; color: var(--ink); background: var(--paper) }
a { color: var(--link); text-decoration: none }
a:hover { text-decoration: underline }
.page { display: grid; grid-template-columns: 17rem minmax(0, 1fr); max-width: 78rem; margin: 0 auto }
nav { position: sticky; top: 0; align-self: start; max-height: 100vh; overflow: auto; padding: 1.5rem 1rem 3rem 1.5rem; font-size: .875rem; border-right: 1px solid var(--line) }
nav h2 { font-size: .75rem; letter-spacing: .06em; text-transform: uppercase; color: var(--soft); margin: 1.25rem 0 .25rem }
nav ul { list-style: none; margin: 0; padding: 0 }
nav li { padding: .125rem 0; line-height: 1.35 }
main { padding: 1.5rem 2rem 6rem; min-width: 0 }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 }
main > section > h2 { font-size: 1.4rem; margin: 3rem 0 .25rem; padding-top: 1.5rem; border-top: 2px solid var(--line) }
article { margin: 2.25rem 0; scroll-margin-top: 1rem }
article h3 { font-size: 1.1rem; margin: 0 0 .25rem }
article h4 { font-size: .8125rem; margin: 1.25rem 0 .375rem; color: var(--soft); font-weight: 600 }
.address { display: flex; flex-wrap: wrap; gap: .25rem .625rem; align-items: baseline; margin: 0; font: 600 .9375rem/1.5 ui-monospace, monospace; overflow-wrap: anywhere }
.get { color: var(--get) } .post { color: var(--post) } .put { color: var(--put) } .delete { color: var(--delete) }
.soft { color: var(--soft) } .small { font-size: .875rem }
p { margin: .5rem 0; max-width: 46rem }
code { font: .875em ui-monospace, monospace; background: var(--sheet); border-radius: 3px; padding: .1em .25em; overflow-wrap: anywhere }
pre { background: var(--sheet); border: 1px solid var(--line); border-radius: 6px; padding: .75rem 1rem; overflow-x: auto; font: .8125rem/1.5 ui-monospace, monospace; margin: .375rem 0; tab-size: 2 }
.scroll { overflow-x: auto }
table { border-collapse: collapse; width: 100%; font-size: .875rem }
th, td { text-align: left; vertical-align: top; padding: .375rem .75rem .375rem 0; border-bottom: 1px solid var(--line) }
th { color: var(--soft); font-weight: 600; font-size: .8125rem }
td:first-child { white-space: nowrap }
.status { font-weight: 600; font-variant-numeric: tabular-nums } .good { color: var(--good) } .bad { color: var(--bad) }
details { margin: .375rem 0 } summary { cursor: pointer; color: var(--link); font-size: .875rem }
@media (max-width: 52rem) {
  .page { display: block }
  nav { position: static; max-height: none; border: 0; border-bottom: 1px solid var(--line); padding: 1rem }
  nav ul { columns: 2; column-gap: 1rem } nav li { break-inside: avoid } nav h2 { margin-top: .75rem }
  main { padding: 1rem 1rem 4rem }
  td, th { padding-right: .5rem }
}
@media print { nav, summary { display: none } .page { display: block } article { break-inside: avoid-page } }
`

export const styleSheet = rules.trim()

/** Of a page with this style sheet: it loads nothing, runs nothing, and stands in no other page. */
export const pagePolicy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(styleSheet).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')
