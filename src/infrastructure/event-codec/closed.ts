import * as t from 'io-ts'

type Members<R extends t.Props, O extends t.Props> = {
  readonly [K in keyof R]: t.TypeOf<R[K]>
} & { readonly [K in keyof O]?: t.TypeOf<O[K]> }

type StoredMembers<R extends t.Props, O extends t.Props> = {
  readonly [K in keyof R]: t.OutputOf<R[K]>
} & { readonly [K in keyof O]?: t.OutputOf<O[K]> }

type Open<R extends t.Props, O extends t.Props> = t.IntersectionC<[t.TypeC<R>, t.PartialC<O>]>

type JsonObject = Readonly<Record<string, unknown>>

interface Member {
  readonly name: string
  readonly type: t.Mixed
  readonly required: boolean
  /** Stored as it stands in the domain: looking at it is all there is to reading it. */
  readonly plain: boolean
}

/**
 * An object of exactly these members. io-ts alone has a type that keeps unknown members and one that drops
 * them in silence; this one refuses them. A member of `optional` is there or absent, never null or undefined.
 */
export function closed<R extends t.Props, O extends t.Props = Record<never, never>>(
  required: R,
  optional: O = {} as O,
): t.ExactType<Open<R, O>, Members<R, O>, StoredMembers<R, O>> {
  const open: Open<R, O> = t.intersection([t.type(required), t.partial(optional)])
  const members = [...membersOf(required, true), ...membersOf(optional, false)]
  const translated = members.filter(({ plain }) => !plain)

  const is = (value: unknown): value is Members<R, O> =>
    isObject(value) &&
    members.every(({ name, type, required: needed }) =>
      Object.hasOwn(value, name) ? type.is(value[name]) : !needed,
    ) &&
    hasOnly(members, value)

  const validate = (value: unknown, context: t.Context): t.Validation<Members<R, O>> => {
    if (!isObject(value)) return t.failure(value, context)
    // A history is read by the million: where a fault is, is looked for when there is one.
    const decoded = decode(members, value, context)
    return decoded === null
      ? t.failures(faultsOf(members, value, context))
      : t.success(decoded as Members<R, O>)
  }

  const encode = (value: Members<R, O>): StoredMembers<R, O> => {
    const encoded: Record<string, unknown> = { ...value }
    for (const { name, type } of translated) {
      if (Object.hasOwn(encoded, name)) encoded[name] = type.encode(encoded[name])
    }
    return encoded as StoredMembers<R, O>
  }

  return new t.ExactType(open.name, is, validate, translated.length === 0 ? t.identity : encode, open)
}

/**
 * One of two objects. io-ts' own union throws an error without a place when it can't tell which of them to
 * encode; this one leaves it to the reading that follows.
 */
export function either<A extends t.Mixed, B extends t.Mixed>(
  first: A,
  second: B,
): t.UnionType<[A, B], t.TypeOf<A> | t.TypeOf<B>, t.OutputOf<A> | t.OutputOf<B>> {
  const union = t.union([first, second])
  const encode = (value: t.TypeOf<A> | t.TypeOf<B>) => (first.is(value) ? first : second).encode(value)
  return new t.UnionType(union.name, union.is, union.validate, encode, union.types)
}

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const membersOf = (props: t.Props, required: boolean): readonly Member[] =>
  Object.entries(props).map(([name, type]) => ({ name, type, required, plain: type.encode === t.identity }))

const hasOnly = (members: readonly Member[], value: JsonObject): boolean =>
  Object.keys(value).every((name) => members.some((member) => member.name === name))

/** `null`: it is not an object of these members. */
function decode(members: readonly Member[], value: JsonObject, context: t.Context): JsonObject | null {
  let decoded: Record<string, unknown> | null = null
  let present = 0
  for (const { name, type, required, plain } of members) {
    const member = value[name]
    if (member === undefined && !required) continue
    present += 1
    if (plain) {
      if (!type.is(member)) return null
    } else {
      const result = type.validate(member, context)
      if (result._tag === 'Left') return null
      decoded ??= { ...value }
      decoded[name] = result.right
    }
  }
  return Object.keys(value).length === present ? (decoded ?? value) : null
}

/** An unknown member is told by the object that has it: its name may be anything. */
function faultsOf(members: readonly Member[], value: JsonObject, context: t.Context): t.Errors {
  const faults = members.flatMap(({ name, type, required }) => {
    if (!Object.hasOwn(value, name) && !required) return []
    const result = type.validate(value[name], t.appendContext(context, name, type, value[name]))
    return result._tag === 'Left' ? result.left : []
  })
  return faults.length > 0 ? faults : [{ value, context }]
}
