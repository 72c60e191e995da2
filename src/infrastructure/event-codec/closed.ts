import * as t from 'io-ts'

type Members<R extends t.Props, O extends t.Props> = {
  readonly [K in keyof R]: t.TypeOf<R[K]>
} & { readonly [K in keyof O]?: t.TypeOf<O[K]> }

type StoredMembers<R extends t.Props, O extends t.Props> = {
  readonly [K in keyof R]: t.OutputOf<R[K]>
} & { readonly [K in keyof O]?: t.OutputOf<O[K]> }

type Open<R extends t.Props, O extends t.Props> = t.IntersectionC<[t.TypeC<R>, t.PartialC<O>]>

/**
 * An object of exactly these members. io-ts alone has a type that keeps unknown members and one that drops
 * them in silence; this one refuses them. A member of `optional` is there or absent, never null or undefined.
 */
export function closed<R extends t.Props, O extends t.Props = Record<never, never>>(
  required: R,
  optional?: O,
): t.ExactType<Open<R, O>, Members<R, O>, StoredMembers<R, O>> {
  const open: Open<R, O> = t.intersection([t.type(required), t.partial(optional ?? ({} as O))])
  const members = Object.entries({ ...required, ...optional })
  const mayBeAbsent = (name: string) => optional !== undefined && Object.hasOwn(optional, name)

  const is = (value: unknown): value is Members<R, O> =>
    isObject(value) &&
    members.every(([name, member]) =>
      Object.hasOwn(value, name) ? member.is(value[name]) : mayBeAbsent(name),
    ) &&
    Object.keys(value).every((name) => Object.hasOwn(required, name) || mayBeAbsent(name))

  const validate = (value: unknown, context: t.Context): t.Validation<Members<R, O>> => {
    if (!isObject(value)) return t.failure(value, context)
    const errors: t.Errors = []
    const decoded: Record<string, unknown> = {}
    let absent = 0
    for (const [name, member] of members) {
      if (!Object.hasOwn(value, name) && mayBeAbsent(name)) {
        absent++
        continue
      }
      const result = member.validate(value[name], t.appendContext(context, name, member, value[name]))
      if (result._tag === 'Left') errors.push(...result.left)
      else decoded[name] = result.right
    }
    if (Object.keys(value).length > members.length - absent) errors.push({ value, context })
    return errors.length > 0 ? t.failures(errors) : t.success(decoded as Members<R, O>)
  }

  // Unknown members go through, so that reading back what was encoded refuses them.
  const encode = (value: Members<R, O>): StoredMembers<R, O> => {
    const encoded: Record<string, unknown> = { ...value }
    for (const [name, member] of members) {
      if (Object.hasOwn(encoded, name)) encoded[name] = member.encode(encoded[name])
    }
    return encoded as StoredMembers<R, O>
  }

  return new t.ExactType(open.name, is, validate, encode, open)
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
