import { type Html, html, nothing, prose } from '../html'
import type {
  MediaTypeObject,
  OpenApiDocument,
  OperationObject,
  ResponseObject,
} from '../openapi/document-types'
import { exampleOf } from '../openapi/example-of'
import { headersOfAll, sharingHeaders } from '../openapi/header-fields'
import { problemsIn } from '../openapi/occurrences'
import { curlLine } from './curl-line'
import { joined, membersTable, table, typeOf } from './members'

/** One operation with all that it takes and answers. */
export function operationArticle(
  document: OpenApiDocument,
  path: string,
  method: string,
  operation: OperationObject,
): Html {
  const { operationId, summary, description, parameters = [], requestBody, responses, security } = operation
  const successes = Object.entries(responses).filter(([status]) => Number(status) < 400)
  const [credential] = security.flatMap(Object.keys)
  return html`<article id="${operationId}">
<h3>${summary}</h3>
<p class="address"><span class="${method}">${method.toUpperCase()}</span><span>${path}</span></p>
${description === undefined ? nothing : html`<p>${prose(description)}</p>`}
${credential === undefined ? nothing : html`<p class="soft small">Credential: <a href="#credentials">${credential}</a></p>`}
<pre>${curlLine(document, path, method, operation)}</pre>
${parameters.length === 0 ? nothing : html`<h4>Parameters</h4>${parameterTable(parameters)}`}
${requestBody === undefined ? nothing : html`<h4>Body</h4>${bodyOf(requestBody)}`}
<h4>Answers</h4>
${successes.map(([status, response]) => answerOf(document, status, response))}
<h4>Problems</h4>
${problemTable(operation)}
</article>
`
}

const parameterTable = (parameters: NonNullable<OperationObject['parameters']>): Html =>
  table(
    ['name', 'in', 'is', ''],
    parameters.map(({ name, in: place, required, schema, description }) => [
      html`<code>${name}</code>${required ? '' : html` <span class="soft">optional</span>`}`,
      html`${place}`,
      typeOf(schema),
      prose(description),
    ]),
  )

function bodyOf({ description, content }: NonNullable<OperationObject['requestBody']>): Html {
  const types = Object.keys(content).map((type) => html`<code>${type}</code>`)
  const [schema] = Object.values(content).map((form) => form.schema)
  return html`${description === undefined ? nothing : html`<p>${prose(description)}</p>`}
<p class="soft small">${joined(types, ' or ')}</p>
${schema === undefined ? nothing : membersTable(schema)}`
}

function answerOf(
  { components }: OpenApiDocument,
  status: string,
  { description, headers, content = {} }: ResponseObject,
): Html {
  const everywhere: readonly string[] = [...headersOfAll, ...sharingHeaders]
  const named = Object.entries(headers).filter(
    ([name, { $ref }]) => !everywhere.includes(name) || (name === 'Vary' && !$ref.endsWith('.optional')),
  )
  return html`<p><span class="status good">${status}</span> ${prose(description)}</p>
${
  named.length === 0
    ? nothing
    : html`<p class="soft small">Headers: ${joined(
        named.map(([name]) => html`<code>${name}</code>`),
        ', ',
      )}</p>`
}
${Object.entries(content).map(([type, form]) => contentOf(type, form, components.schemas))}`
}

function contentOf(
  type: string,
  { schema = {}, ...streamed }: MediaTypeObject,
  components: OpenApiDocument['components']['schemas'],
): Html {
  const line = streamed['x-line-schema'] ?? streamed['x-event-data-schema']
  const told = line ?? schema
  const each = line === undefined ? '' : streamed['x-line-schema'] === undefined ? 'an event: ' : 'a line: '
  const isJson = line !== undefined || type.endsWith('json')
  const text = JSON.stringify(exampleOf(told, components, 'whole'), null, line === undefined ? 2 : 0)
  return html`<p class="small"><code>${type}</code> ${each}${isJson || 'description' in told ? typeOf(told) : ''}</p>
${isJson && text !== '{}' ? html`<details><summary>Example</summary><pre>${text}</pre></details>` : nothing}`
}

function problemTable(operation: OperationObject): Html {
  const problems = problemsIn(operation)
  const saysRetry = problems.some(({ example }) => example.retry !== undefined)
  return table(
    ['status', 'code', 'means', ...(saysRetry ? ['retry'] : [])],
    problems.map(({ status, code, summary, example: { retry = '' } }) => [
      html`<span class="status bad">${status}</span>`,
      html`<a href="/-/problems/${code}"><code>${code}</code></a>`,
      html`${summary}`,
      ...(saysRetry ? [html`${retry}`] : []),
    ]),
  )
}
