import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { repository } from './markdown'

/** What git leaves out, and git itself. */
const ignored = [
  '.git',
  ...readFileSync(path.join(repository, '.gitignore'), 'utf8')
    .split('\n')
    .filter((line) => line.endsWith('/'))
    .map((line) => line.slice(0, -1)),
]

/** Every file that is part of the repository, but for the samples, which are not ours to word. */
const filesBelow = (directory: string): readonly string[] =>
  readdirSync(path.join(repository, directory), { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(directory, entry.name)
    if (ignored.includes(entry.name) || file === 'samples') return []
    return entry.isDirectory() ? filesBelow(file) : [file]
  })

const files = filesBelow('')

/** Homes and working directories of somebody's machine; the names in examples of tests are nobody's. */
const machinePaths = /(?:^|[\s"'`(=])\/(?:work|root|Users|home\/(?!jane\b))[/\w]*/m
/** Where packages came from, and with what right. */
const registries = /https?:\/\/[^\s"'`]+\.tgz|^\s*(?:@[\w-]+:)?registry\s*=|_auth(?:Token)?\s*=/m

test('the repository is looked through', () => {
  expect(files).toEqual(
    expect.arrayContaining(['package.json', path.join('src', 'domain', 'user.ts'), '.gitignore']),
  )
})

test.each([
  ['path of a machine', machinePaths],
  ['place that packages came from', registries],
])('no file holds a %s', (_what, pattern) => {
  const holding = files.filter((file) => pattern.test(readFileSync(path.join(repository, file), 'utf8')))
  expect(holding).toEqual([])
})

test('the lockfile says what is installed, not from where', () => {
  const { packages } = JSON.parse(readFileSync(path.join(repository, 'package-lock.json'), 'utf8'))
  const entries: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = Object.entries(packages)
  expect(entries.filter(([, entry]) => 'resolved' in entry)).toEqual([])
  // Without these `npm ci` refuses on a machine of another kind.
  const listed = entries.flatMap(([, { optionalDependencies }]) => Object.keys(optionalDependencies ?? {}))
  const locked = new Set(entries.map(([place]) => place.split('node_modules/').at(-1)))
  expect(listed.filter((name) => !locked.has(name))).toEqual([])
})
