import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { DiskFull } from '../../../src/application/ports/spool'
import { describeFault } from '../../../src/infrastructure/system/describe-fault'

function failsWith(message: string): Error {
  try {
    throw new Error(message)
  } catch (fault) {
    if (fault instanceof Error) return fault
    throw fault
  }
}

test('tells class and functions', () => {
  expect(describeFault(new DiskFull('no room for patient1')).name).toBe('DiskFull')
  const { name, through } = describeFault(failsWith('patient1'))
  expect(name).toBe('Error')
  expect(through[0]).toBe('failsWith')
})

test("tells a system error's code, and not its path", () => {
  try {
    readFileSync('/no/such/place')
  } catch (fault) {
    const description = describeFault(fault)
    expect(description.code).toBe('ENOENT')
    expect(JSON.stringify(description)).not.toContain('such')
  }
  expect.assertions(2)
})

test('holds nothing of a message, whatever it looks like', () => {
  const lines = fc.array(fc.constantFrom('    at patient1 (x.js:1:1)', '\n', 'patient1', ' ', ': ', 'Error'))
  fc.assert(
    fc.property(lines, fc.boolean(), (parts, changed) => {
      const fault = failsWith(parts.join(''))
      if (changed) fault.message = ''
      expect(JSON.stringify(describeFault(fault))).not.toContain('patient1')
    }),
    { numRuns: 500 },
  )
})

test('holds no place in a file', () => {
  const { through } = describeFault(failsWith('a'))
  expect(through.length).toBeGreaterThan(0)
  expect(through.join()).not.toMatch(/[/\\:]/)
})

test('does not repeat a code or a name that could be anything', () => {
  const fault = Object.assign(new Error('a'), { code: 'patient1 is 42', name: 'see patient1' })
  expect(describeFault(fault)).not.toHaveProperty('code')
  expect(describeFault(fault).name).toBe('Error')
})

test.each([
  ['patient1', 'string'],
  [undefined, 'undefined'],
  [null, 'object'],
  [{ code: 'X' }, 'object'],
])('of %p, which is no error, it tells the type', (thrown, name) => {
  expect(describeFault(thrown)).toEqual({ name, through: [] })
})
