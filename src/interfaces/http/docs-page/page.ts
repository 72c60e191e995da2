import { type Html, html, prose } from '../html'
import type { OpenApiDocument } from '../openapi/document-types'
import { type PlacedOperation, placedOperations } from '../openapi/occurrences'
import { layout } from './layout'
import { membersTable, table } from './members'
import { operationArticle } from './operation'

/** The description of the API as a page for people. */
export function docsPage(document: OpenApiDocument): string {
  const { info, tags, components } = document
  const all = placedOperations(document)
  const of = (tag: string) => all.filter(({ operation }) => operation.tags.includes(tag))
  const shapes = Object.entries(components.schemas)
    .filter(([name]) => !name.startsWith('problem.'))
    .sort()
  const content = html`<div class="page">
<nav aria-label="Contents">
<p><a href="#top"><strong>${info.title}</strong></a></p>
${tags.map(
  ({ name }) => html`<h2>${name}</h2>
<ul>${of(name).map(linkTo)}</ul>
`,
)}
<h2>Shapes</h2>
<ul>${shapes.map(([name]) => html`<li><a href="#shape-${name}">${name}</a></li>`)}</ul>
</nav>
<main id="top">
<h1>${info.title} <span class="soft">${info.version}</span></h1>
<p><strong>${info.summary}</strong></p>
${info.description.split('\n\n').map((paragraph) => html`<p>${prose(paragraph)}</p>`)}
<p>Credentials come as <code>Authorization: Bearer …</code>. HEAD is answered where GET is, OPTIONS everywhere. For machines: <a href="/-/openapi.json">openapi.json</a>.</p>
${credentialsOf(document)}
${tags.map(
  ({ name, description }) => html`<section>
<h2>${name}</h2>
<p class="soft">${description}</p>
${of(name).map(({ path, method, operation }) => operationArticle(document, path, method, operation))}
</section>
`,
)}
<section>
<h2>Shapes</h2>
${shapes.map(([name, schema]) => html`<article id="shape-${name}"><h3>${name}</h3>${membersTable(schema)}</article>\n`)}
</section>
</main>
</div>`
  return layout(info.title, content)
}

const linkTo = ({ operation: { operationId, summary } }: PlacedOperation): Html =>
  html`<li><a href="#${operationId}">${summary}</a></li>`

const credentialsOf = ({ components }: OpenApiDocument): Html =>
  html`<h2 id="credentials">Credentials</h2>
${table(
  ['credential', 'is'],
  Object.entries(components.securitySchemes).map(([name, { description }]) => [
    html`<code>${name}</code>`,
    prose(description),
  ]),
)}`
