import fc from 'fast-check'
import { replay } from '../../src/domain/decider'
import {
  comparableProjectName,
  type ProjectNameCommand,
  type ProjectNameEvent,
  projectName,
} from '../../src/domain/project-name'
import { given, historyOf } from '../support/given'

const claim = (projectId: number): ProjectNameCommand => ({ type: 'ClaimProjectName', projectId })
const release = (projectId: number): ProjectNameCommand => ({ type: 'ReleaseProjectName', projectId })
const claimed = (projectId: number): ProjectNameEvent => ({ type: 'ProjectNameClaimed', projectId })
const released = (projectId: number): ProjectNameEvent => ({ type: 'ProjectNameReleased', projectId })

describe('claiming a project name', () => {
  test('that is free is recorded', () => given(projectName).when(claim(1)).thenAccepted(claimed(1)))

  test('is answered, not recorded, when its bearer asks again', () =>
    given(projectName, claimed(1)).when(claim(1)).thenAccepted())

  test('that another project bears is refused, and names that project', () =>
    given(projectName, claimed(1)).when(claim(2)).thenRefused({ code: 'project-name-taken', existingId: 1 }))

  test('that was released is recorded', () =>
    given(projectName, claimed(1), released(1)).when(claim(2)).thenAccepted(claimed(2)))

  test('names the bearer of today, not one of old', () =>
    given(projectName, claimed(1), released(1), claimed(2))
      .when(claim(1))
      .thenRefused({ code: 'project-name-taken', existingId: 2 }))
})

describe('releasing a project name', () => {
  test('is recorded', () => given(projectName, claimed(1)).when(release(1)).thenAccepted(released(1)))

  test('is answered, not recorded, a second time', () =>
    given(projectName, claimed(1), released(1)).when(release(1)).thenAccepted())

  test('changes nothing for a project that does not bear it', () => {
    given(projectName).when(release(1)).thenAccepted()
    given(projectName, claimed(1)).when(release(2)).thenAccepted()
  })
})

test('who has ever borne a name is remembered when it is released', () => {
  expect(replay(projectName, [claimed(1), released(1), claimed(2)])).toStrictEqual({
    holder: 2,
    bearers: [1, 2],
  })
})

test('whoever claims and releases, in whatever order, two projects never bear a name at once', () => {
  const command = fc
    .tuple(fc.constantFrom(claim, release), fc.integer({ min: 1, max: 3 }))
    .map(([ask, projectId]) => ask(projectId))
  fc.assert(
    fc.property(fc.array(command, { maxLength: 20 }), (commands) => {
      let bearer: number | null = null
      for (const event of historyOf(projectName, commands)) {
        expect(bearer).toBe(event.type === 'ProjectNameClaimed' ? null : event.projectId)
        bearer = event.type === 'ProjectNameClaimed' ? event.projectId : null
      }
    }),
  )
})

describe('the form in which project names are compared', () => {
  test.each([
    ['white space around it', ' \tHeart study\r\n', 'Heart study'],
    ['case', 'HEART Study', 'heart sTUDY'],
    ['composition', 'Cafe\u0301', 'CAF\u00c9'],
    ['a small sharp s and its capitals', 'Straße', 'STRASSE'],
    ['a capital sharp s', 'STRA\u1e9eE', 'Straße'],
    ['a sigma that ends a word', 'ΟΔΟΣ', 'οδος'],
    ['a ligature', 'ﬁnal', 'FINAL'],
    ['the order in which marks were typed', 'α\u0345\u0301', 'α\u0301\u0345'],
  ])('leaves out %s', (_what, one, another) =>
    expect(comparableProjectName(one)).toBe(comparableProjectName(another)),
  )

  test.each([
    ['inner white space', 'Heart study', 'Heartstudy'],
    ['accents', 'Café', 'Cafe'],
    ['other words', 'Heart 1', 'Heart 2'],
  ])('keeps %s', (_what, one, another) =>
    expect(comparableProjectName(one)).not.toBe(comparableProjectName(another)),
  )

  test('is the same for every character that has a case, in either, and its own form', () => {
    const cased = Array.from({ length: 0x110000 }, (_, code) => code)
      .filter((code) => code < 0xd800 || code > 0xdfff)
      .map((code) => String.fromCodePoint(code))
      .filter((character) => character.toLowerCase() !== character.toUpperCase())
    const unstable = cased.filter((character) => {
      const form = comparableProjectName(character)
      return [form, character.toLowerCase(), character.toUpperCase(), character.normalize('NFD')].some(
        (spelling) => comparableProjectName(spelling) !== form,
      )
    })
    expect(cased.length).toBeGreaterThan(2000)
    expect(unstable).toEqual([])
  })

  // Streams are named by digests of the form: another form would lose every name that was ever claimed.
  test.each([
    [' Heart Study\n', 'heart study'],
    ['CAFE\u0301', 'caf\u00e9'],
    ['Straße', 'strasse'],
    ['t\u0308', '\u1e97'],
  ])('of %j is %j', (name, form) => expect(comparableProjectName(name)).toBe(form))

  test('is its own form for every name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (name) => {
        const form = comparableProjectName(name)
        expect(comparableProjectName(form)).toBe(form)
        expect(comparableProjectName(` ${name}\n`)).toBe(form)
      }),
    )
  })
})
