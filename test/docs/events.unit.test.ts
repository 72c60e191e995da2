import * as t from 'io-ts'
import { streams } from '../../src/application/streams'
import { storedMetadata } from '../../src/infrastructure/event-codec/metadata'
import { storedShapes } from '../../src/infrastructure/event-codec/stored-shapes'
import { codeIn, page, section, tableIn } from './markdown'

const events = page('docs/events.md')

interface Member {
  readonly name: string
  readonly optional: boolean
  readonly type: t.Mixed
}

/** The members of a stored shape; of a choice of shapes, those that not all of them have are optional. */
function membersOf(type: t.Mixed): readonly Member[] {
  if (type instanceof t.ExactType) return membersOf(type.type)
  if (type instanceof t.IntersectionType) return (type.types as readonly t.Mixed[]).flatMap(membersOf)
  if (type instanceof t.InterfaceType) return listed(type.props, false)
  if (type instanceof t.PartialType) return listed(type.props, true)
  if (type instanceof t.UnionType) {
    const choices = (type.types as readonly t.Mixed[]).map(membersOf)
    const everywhere = (name: string) => choices.every((choice) => choice.some((each) => each.name === name))
    return choices.flat().map((member) => ({ ...member, optional: !everywhere(member.name) }))
  }
  throw new Error(`no object: ${type.name}`)
}

const listed = (props: t.AnyProps, optional: boolean): readonly Member[] =>
  Object.entries(props).map(([name, type]) => ({ name, optional, type }))

/** What the table of members says of a type: words of an enumeration, or the name of its form. */
function formsOf(type: t.Mixed): readonly string[] {
  if (type instanceof t.KeyofType) return Object.keys(type.keys).map((word) => `\`${word}\``)
  if (type instanceof t.LiteralType) return [`\`${type.value}\``]
  if (type instanceof t.UnionType) {
    return [(type.types as readonly t.Mixed[]).flatMap(formsOf).join(' or ')]
  }
  if (type instanceof t.ReadonlyArrayType) {
    return isObject(type.type) ? ['list'] : [`list of ${formsOf(type.type).join(', ')}`]
  }
  return [type.name === 'string' ? 'text' : type.name]
}

const isObject = (type: t.Mixed): boolean => type instanceof t.ExactType

/** Each member with those of the objects in it. */
const flattened = (members: readonly Member[]): readonly Member[] =>
  members.flatMap(({ name, optional, type }) => {
    const element: t.Mixed = type instanceof t.ReadonlyArrayType ? type.type : type
    if (!isObject(element)) return [{ name, optional, type }]
    const own = element === type ? [] : [{ name, optional, type }]
    const inside = element === type ? name : `${name}[]`
    const nested = membersOf(element).map((member) => ({ ...member, name: `${inside}.${member.name}` }))
    return [...own, ...nested]
  })

const shownAs = ({ name, optional }: Member): string => (optional ? `${name}?` : name)
const distinct = (names: readonly string[]): readonly string[] => [...new Set(names)].sort()

const rows = tableIn(section(events, 'Streams and events'))

test('every event is listed with its members, and nothing else is', () => {
  const documented = rows.map(([, event = '', , members = '']) => [
    codeIn(event).join(),
    [...codeIn(members)].sort(),
  ])
  const stored = Object.values(storedShapes).map(({ storedName, schema }) => [
    storedName,
    distinct(membersOf(schema).map(shownAs)),
  ])
  expect(documented.sort()).toEqual(stored.sort())
})

test('every stream is listed, and nothing else is', () => {
  const categories = Object.values(streams).map(
    (stream) => (typeof stream === 'string' ? stream : stream('1' as never)).split('-')[0],
  )
  const documented = rows.flatMap(([stream = '']) => codeIn(stream)).map((stream) => stream.split('-')[0])
  expect(documented.sort()).toEqual(categories.sort())
})

test('every member is explained in the form that is stored, and nothing else is', () => {
  const forms = new Map<string, Set<string>>()
  for (const { schema } of Object.values(storedShapes)) {
    for (const { name, type } of flattened(membersOf(schema))) {
      forms.set(name, new Set([...(forms.get(name) ?? []), ...formsOf(type)]))
    }
  }
  const stored = [...forms].map(([name, words]) => [name, [...words].join(', ')])
  const documented = tableIn(section(events, 'Members')).map(([name = '', form = '']) => [
    codeIn(name).join(),
    form,
  ])
  expect(documented).toEqual(stored.sort())
})

test('the metadata is explained', () => {
  const documented = tableIn(section(events, 'Metadata')).map(([name = '', form]) => [
    codeIn(name).join(),
    form,
  ])
  const members = flattened(membersOf(storedMetadata))
  expect(documented).toEqual(members.map((member) => [shownAs(member), formsOf(member.type).join(', ')]))
})

test('every form that is used is explained, and nothing else is', () => {
  const used = ['Members', 'Metadata']
    .flatMap((heading) => tableIn(section(events, heading)))
    .flatMap(([, form = '']) => form.replace(/^list of /, '').split(' or '))
    .filter((form) => !['list', 'null'].includes(form) && !form.startsWith('`'))
  expect(tableIn(section(events, 'Forms')).map(([form]) => form)).toEqual(distinct(used))
})
