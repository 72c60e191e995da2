import type { JsonSchema } from '../described'
import { type Html, html, prose } from '../html'

/** A table of the members of an object, those of the objects in it included. */
export function membersTable(schema: JsonSchema): Html {
  const rows = membersOf(schema, '')
  if (rows.length === 0) return html`<p class="soft small">${typeOf(schema)}</p>`
  return table(
    ['member', 'is'],
    rows.map(({ name, always, schema: member }) => [
      html`<code>${name}</code>${always ? '' : html` <span class="soft">optional</span>`}`,
      typeOf(member),
    ]),
  )
}

interface Member {
  readonly name: string
  readonly always: boolean
  readonly schema: JsonSchema
}

const isObject = ({ type, properties }: JsonSchema): boolean => type === 'object' && properties !== undefined

/** What stands in a list, or beside `null`. */
function inner(schema: JsonSchema): { readonly schema: JsonSchema; readonly path: string } {
  if (schema.items !== undefined) return { schema: schema.items, path: '[]' }
  const [only, ...others] = (schema.anyOf ?? []).filter(({ type }) => type !== 'null')
  return { schema: only !== undefined && others.length === 0 ? only : schema, path: '' }
}

function membersOf({ properties = {}, required = [] }: JsonSchema, before: string): readonly Member[] {
  return Object.entries(properties).flatMap(([name, member]) => {
    const own = { name: before + name, always: required.includes(name), schema: member }
    const { schema: within, path } = inner(member)
    return isObject(within) ? [own, ...membersOf(within, `${own.name}${path}.`)] : [own]
  })
}

/** What a value is, in words and links. */
export function typeOf(schema: JsonSchema): Html {
  const { $ref, type, items = {}, enum: words, description, minimum, maximum } = schema
  const choices = schema.anyOf ?? schema.oneOf
  if ($ref !== undefined) {
    const name = $ref.split('/').at(-1) ?? ''
    return html`<a href="#shape-${name}">${name}</a>`
  }
  if ('const' in schema) return html`<code>${JSON.stringify(schema.const)}</code>`
  if (words !== undefined) {
    return joined(
      words.map((word) => html`<code>${JSON.stringify(word)}</code>`),
      ', ',
    )
  }
  if (choices !== undefined) return joined(choices.map(typeOf), ' or ')
  if (type === 'array') return html`a list of ${typeOf(items)}`
  if (type === 'null') return html`<code>null</code>`
  if (description !== undefined) return prose(description)
  if (type === 'integer') return html`a whole number${bounds(minimum, maximum)}`
  if (type === 'boolean') return html`<code>true</code> or <code>false</code>`
  return type === 'object' ? html`an object` : html`a text`
}

const bounds = (least?: number, most?: number): string =>
  (least === undefined ? '' : ` from ${least}`) + (most === undefined ? '' : ` to ${most}`)

export const joined = (parts: readonly Html[], between: string): Html =>
  html`${parts.map((part, at) => (at === 0 ? part : html`${between}${part}`))}`

export const table = (heads: readonly string[], rows: readonly (readonly Html[])[]): Html =>
  html`<div class="scroll"><table><thead><tr>${heads.map((head) => html`<th>${head}</th>`)}</tr></thead>
<tbody>${rows.map((cells) => html`<tr>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>\n`)}</tbody></table></div>`
