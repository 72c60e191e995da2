import { InvalidArgumentError } from 'commander'
import * as members from '../http/body-members'
import { asId } from '../http/parameters'
import { parseTime } from '../http/rfc3339'

export function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,9}$/.test(text)) throw new InvalidArgumentError('It must be a whole number from 1.')
  return Number(text)
}

export function clientIdentity(text: string): string {
  if (/^[A-Za-z0-9._-]{1,64}$/.test(text)) return text
  throw new InvalidArgumentError('It must be 1 to 64 letters, digits, dots, underscores or hyphens.')
}

interface Member {
  /** Ends the sentence 'must be …'. */
  readonly name: string
  is(value: unknown): value is string
}

/** The same text that a body over HTTP may hold. */
const textOf =
  (member: Member) =>
  (text: string): string => {
    if (member.is(text)) return text
    throw new InvalidArgumentError(`It must be ${member.name}.`)
  }

export const userName = textOf(members.personName)
export const thingName = textOf(members.thingName)
export const description = textOf(members.description)
export const shortText = textOf(members.shortText)

/** Of an option that is given more than once, or with several words. */
export const each =
  (read: (text: string) => string) =>
  (text: string, before: readonly string[] = []): readonly string[] => [...before, read(text)]

export function tokenId(text: string): string {
  if (asId(text) !== null) return text
  throw new InvalidArgumentError('It must be the id of a token, which stands before its dot.')
}

export function datasetId(text: string): string {
  if (asId(text) !== null) return text
  throw new InvalidArgumentError('It must be the id of a dataset or of an import.')
}

export function instant(text: string): number {
  const ms = parseTime(text)
  if (ms !== null) return ms
  throw new InvalidArgumentError('It must be a time such as 2031-05-17T08:00:00Z.')
}

export function position(text: string): bigint {
  if (/^\d{1,20}$/.test(text)) return BigInt(text)
  throw new InvalidArgumentError('It must be the position of an event.')
}

export function serviceUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null
  const isPlain = url !== null && url.search === '' && url.hash === '' && url.username === ''
  if (url !== null && isPlain && /^https?:$/.test(url.protocol)) return url
  throw new InvalidArgumentError('It must be an http or https address without query and fragment.')
}
