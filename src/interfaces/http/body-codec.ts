import { isLeft } from 'fp-ts/Either'
import * as t from 'io-ts'

/** What is wrong with one member of a body. The value that was sent is not repeated. */
export interface MemberFault {
  /** `kinds[0]`; `null`: one by a name that can't be repeated. */
  readonly member: string | null
  readonly hint: string
}

export interface BodyCodec<Body> {
  readonly codec: t.Decoder<unknown, Body>
  readonly members: readonly string[]
}

export type DecodedBody<Body> =
  | { readonly outcome: 'read'; readonly body: Body }
  | { readonly outcome: 'refused'; readonly errors: readonly MemberFault[] }

/** JSON has no `undefined`: a member that is there has a value. */
type Given<Members> = { readonly [K in keyof Members]?: Exclude<Members[K], undefined> }

/** An object of these members and no others. */
export function bodyOf<R extends t.Props, O extends t.Props>(required: R, optional: O) {
  type Body = t.TypeOfProps<R> & Given<t.TypeOfPartialProps<O>>
  const codec: t.Decoder<unknown, unknown> = t.exact(t.intersection([t.type(required), t.partial(optional)]))
  const members = [...Object.keys(required), ...Object.keys(optional)]
  return { codec, members } as BodyCodec<Body>
}

/** Of a body with hundreds of faults the first tell enough. */
const faultsNamed = 100

export function decodeBody<Body>({ codec, members }: BodyCodec<Body>, json: object): DecodedBody<Body> {
  const decoded = codec.decode(json)
  const errors = [
    ...Object.keys(json)
      .filter((name) => !members.includes(name))
      .map((name) => ({ member: speakable(name), hint: 'is not supported' })),
    ...(isLeft(decoded) ? decoded.left.map(faultOf) : []),
  ].slice(0, faultsNamed)
  if (isLeft(decoded) || errors.length > 0) return { outcome: 'refused', errors }
  return { outcome: 'read', body: decoded.right }
}

/** A name that a client chose, if it can hardly be anything but a name. */
export const speakable = (name: string): string | null => (/^[A-Za-z][\w-]{0,39}$/.test(name) ? name : null)

function faultOf({ context, value }: t.ValidationError): MemberFault {
  let member = ''
  for (const [at, { key }] of context.entries()) {
    const parent = context[at - 1]?.type
    // An intersection's parts are no members.
    if (parent === undefined || isIntersection(parent)) continue
    member += /^\d+$/.test(key) ? `[${key}]` : key
  }
  const expected = context.at(-1)?.type.name ?? 'something else'
  return { member, hint: value === undefined ? 'is missing' : `must be ${expected}` }
}

function isIntersection(type: t.Decoder<unknown, unknown>): boolean {
  if (type instanceof t.ExactType) return isIntersection(type.type)
  return type instanceof t.IntersectionType
}
