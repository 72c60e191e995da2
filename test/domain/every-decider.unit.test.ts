import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

const domain = path.resolve(__dirname, '../../src/domain')

const exportsDecider = (source: string): boolean => /^export const \w+: Decider</m.test(source)

const deciders = readdirSync(domain, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && exportsDecider(readFileSync(path.join(domain, file), 'utf8')))
  .map((file) => file.slice(0, -'.ts'.length).split(path.sep).join('/'))

test('a decider is told by its type', () => {
  expect(exportsDecider('import x\nexport const thing: Decider<S, C, E, R> = {')).toBe(true)
  expect(exportsDecider('export const thing: Decider<\n  S,\n  C\n> = {')).toBe(true)
  expect(exportsDecider('// export const thing: Decider<')).toBe(false)
  expect(exportsDecider('export interface Decider<State> {')).toBe(false)
  expect(deciders).toContain('upload-token')
})

test.each(deciders)('%s has a test file of its name', (name) => {
  expect(existsSync(path.join(__dirname, `${name}.unit.test.ts`))).toBe(true)
})
