import type { Faults } from './faults-text'
import { faultsText } from './faults-text'
import { printable, tableOf } from './table'
import type { ClientAnswer, NoAnswer } from './upload-client'

type Json = Readonly<Record<string, unknown>>

const textOf = (value: unknown): string => (typeof value === 'string' ? printable(value) : '')

const objectOf = (value: unknown): Json => (typeof value === 'object' && value !== null ? { ...value } : {})

/** For a person: what has been imported. */
export function importedText(body: Json): string {
  const dataset = objectOf(body.dataset)
  const result = objectOf(body.result)
  const columns = Array.isArray(dataset.columns) ? dataset.columns.map(objectOf) : []
  const ignored = Array.isArray(body.ignored) ? body.ignored.map(textOf) : []
  return [
    tableOf(
      ['column', 'type', 'action'],
      columns.map(({ name, type, action }) => [textOf(name), textOf(type), textOf(action)]),
    ),
    '',
    `Imported: ${Number(dataset.rows)} rows, ${textOf(dataset.kind)} ${textOf(dataset.id)}`,
    ...(dataset.url === undefined ? [] : [`Read at ${textOf(dataset.url)}`]),
    ...(result.url === undefined
      ? []
      : [`The result waits at ${textOf(result.url)} for this token until ${textOf(result.expires_at)}`]),
    ...(ignored.length === 0 ? [] : [`Without effect here: ${ignored.join(', ')}`]),
  ].join('\n')
}

/** The faults of a table, where that is what was refused. */
export function faultsIn(body: Json): string | null {
  const { errors, totals } = body
  if (body.code !== 'csv-invalid' || !Array.isArray(errors) || !Array.isArray(totals)) return null
  return faultsText({ errors, totals, truncated: body.truncated === true } as Faults)
}

/** One line: what was refused, and what `retry` says can be done. */
export function refusalSentence({ status, body, retryAfter }: ClientAnswer): string {
  const detail = textOf(body?.detail)
  if (body === null || detail === '') {
    return `The answer of status ${status} is none of the service's: look at --url, and at what stands in between.`
  }
  return [detail, nextStep(body.retry, retryAfter)].join(' ').trimEnd()
}

function nextStep(retry: unknown, retryAfter: string | null): string {
  switch (retry) {
    case 'same-token':
      return 'The token is still good: send the upload again once that is mended.'
    case 'new-token':
      return 'Sending it again takes a new token.'
    case 'later':
      return `Send it again${retryAfter === null ? ' later' : ` in ${printable(retryAfter)} seconds`}, with the same token.`
    case 'never':
      return 'Sending it again is of no use.'
    default:
      return ''
  }
}

/** One line: that nobody answered, and what that means for the token. */
export function silenceSentence({ code, heard }: NoAnswer): string {
  const cause = code === null ? '' : ` (${code})`
  switch (heard) {
    case 'nothing':
      return `No service can be reached at --url${cause}: start it, or correct the address. The token is still good.`
    case 'a part':
      return `The connection broke off before the upload was complete${cause}: send it again, with the same token.`
    case 'all':
      return `The connection broke off before the answer${cause}: ask where the token stands before sending again.`
  }
}
