import { html, nothing, prose } from '../html'
import type { meaningOf } from '../problem-meaning'
import { layout } from './layout'
import { joined, table } from './members'

/** What a problem means, for people. */
export function problemPage({
  code,
  title,
  statuses,
  details,
  retry,
  occurrences,
}: ReturnType<typeof meaningOf>): string {
  const facts = [
    [html`code`, html`<code>${code}</code>`],
    [html`status`, html`${statuses.join(', ')}`],
    ...(retry.length === 0
      ? []
      : [
          [
            html`retry`,
            joined(
              retry.map((word) => html`<code>${word}</code>`),
              ' or ',
            ),
          ],
        ]),
  ]
  const where = html`<h2>Where it occurs</h2>
<ul>${occurrences.map(
    ({ path, method, operation: { operationId, summary } }) =>
      html`<li><a href="/-/docs#${operationId}">${summary}</a> <span class="soft small">${method.toUpperCase()} ${path}</span></li>`,
  )}</ul>`
  return layout(
    title,
    html`<main>
<p class="small"><a href="/-/docs">Aperture Upload Token API</a></p>
<h1>${title}</h1>
${details.map((detail) => html`<p>${prose(detail)}</p>`)}
${table(['', ''], facts)}
${occurrences.length === 0 ? nothing : where}
</main>`,
  )
}
