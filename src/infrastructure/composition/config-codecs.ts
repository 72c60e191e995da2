import { isIP } from 'node:net'
import path from 'node:path'
import { chain } from 'fp-ts/lib/Either'
import * as t from 'io-ts'
import { ageSealing } from '../age/age'

/** Codecs of environment variables. The name of each says what is wanted, and is all that a mistake tells. */
const fromText = <A>(wanted: string, read: (text: string) => A | null): t.Type<A, string, unknown> =>
  new t.Type<A, string, unknown>(
    wanted,
    (_value): _value is A => false,
    (value, context) =>
      chain((text: string) => {
        const read_ = read(text)
        return read_ === null ? t.failure<A>(value, context) : t.success(read_)
      })(t.string.validate(value, context)),
    String,
  )

export const wholeNumber = (least: number, most: number) =>
  fromText(`a whole number from ${least} to ${most}`, (text) => {
    const value = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN
    return value >= least && value <= most ? value : null
  })

export const oneOf = <W extends string>(words: readonly W[]) =>
  fromText(
    words.length === 1 ? words.join() : `one of ${words.join(', ')}`,
    (text) => words.find((word) => word === text) ?? null,
  )

export const nonEmpty = (wanted: string) => fromText(wanted, (text) => (text === '' ? null : text))

export const directory = fromText('a directory', (text) => (text === '' ? null : path.resolve(text)))

/** What a connection string says is looked at with the stream prefix, in `eventStoreMistakes`. */
export const eventStore = fromText('sqlite, or esdb://… or esdb+discover://…', (text) =>
  text === 'sqlite' || /^esdb(\+discover)?:\/\//.test(text) ? text : null,
)

export const streamPrefix = fromText('letters, digits, dots and underscores, or empty', (text) =>
  /^[A-Za-z0-9._]{0,64}$/.test(text) ? text : null,
)

export const recipient = fromText('an age public key (age1…)', (text) =>
  ageSealing.isRecipient(text) ? text : null,
)

export const baseUrl = fromText('an http or https URL without query and fragment', (text) => {
  if (!URL.canParse(text)) return null
  const url = new URL(text)
  const plain = /^https?:$/.test(url.protocol) && url.search === '' && url.hash === '' && url.username === ''
  return plain ? text.replace(/\/+$/, '') : null
})

export const origins = fromText('origins as browsers write them, with commas between', (text) => {
  const listed = text.split(',').map((origin) => origin.trim())
  return listed.every(isOrigin) ? listed : null
})

/** As a browser writes one: in lower case, without a path, and without the port that the scheme has by itself. */
const isOrigin = (text: string): boolean =>
  /^https?:/.test(text) && URL.canParse(text) && new URL(text).origin === text

/** Addresses by what they begin with, and how many bits of it count. */
export interface AddressRange {
  readonly address: string
  readonly prefix: number
}

export const addressRanges = fromText('IP addresses or CIDR ranges, with commas between', (text) => {
  const ranges = text.split(',').map((range) => rangeIn(range.trim()))
  return ranges.every((range) => range !== null) ? ranges : null
})

function rangeIn(text: string): AddressRange | null {
  const [, address = '', , bits] = /^([^/]+)(\/(\d{1,3}))?$/.exec(text) ?? []
  const most = isIP(address) === 6 ? 128 : 32
  const prefix = bits === undefined ? most : Number(bits)
  return isIP(address) === 0 || address.includes('%') || prefix > most ? null : { address, prefix }
}
