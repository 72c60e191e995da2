import type { PersonNames } from '../../src/application/ports/person-names'

/** What every adapter of `PersonNames` keeps. */
export function personNamesContract(adapter: string, open: () => Promise<PersonNames>): void {
  describe(`${adapter} as PersonNames`, () => {
    let names: PersonNames
    beforeEach(async () => {
      names = await open()
    })

    test('opens what it sealed', async () => {
      for (const name of ['jdoe', 'Zoë Müller-Østergård', '']) {
        const sealed = await names.seal('u1', name)
        expect(sealed).toMatch(/^[A-Za-z0-9_-]+$/)
        expect(await names.open('u1', sealed)).toBe(name)
      }
    })

    test('shows nothing of the name', async () => {
      const sealed = await names.seal('u1', 'jdoe')
      expect(Buffer.from(sealed, 'base64url').includes('jdoe')).toBe(false)
      expect(await names.seal('u1', 'jdoe')).not.toBe(sealed)
    })

    test('has one key a person', async () => {
      const sealed = await names.seal('u1', 'jdoe')
      await names.seal('u2', 'asmith')
      await expect(names.open('u2', sealed)).rejects.toThrow()
    })

    test('makes that key once, also for callers at the same time', async () => {
      const sealed = await Promise.all(['a', 'b', 'c', 'd'].map((name) => names.seal('u1', name)))
      const opened = await Promise.all(sealed.map((text) => names.open('u1', text)))
      expect(opened).toEqual(['a', 'b', 'c', 'd'])
    })

    test('rejects what was tampered with', async () => {
      const sealed = Buffer.from(await names.seal('u1', 'jdoe'), 'base64url')
      sealed[14] = (sealed[14] ?? 0) ^ 1
      await expect(names.open('u1', sealed.toString('base64url'))).rejects.toThrow()
      await expect(names.open('u1', '')).rejects.toThrow()
    })

    test('forgets a person for good, and nobody else', async () => {
      const sealed = await names.seal('u1', 'jdoe')
      const other = await names.seal('u2', 'asmith')
      await names.forget('u1')
      await names.forget('u1')
      expect(await names.open('u1', sealed)).toBeNull()
      expect(await names.open('u2', other)).toBe('asmith')
    })

    test('has a new key for a person who comes again: the old name stays gone', async () => {
      const sealed = await names.seal('u1', 'jdoe')
      await names.forget('u1')
      const again = await names.seal('u1', 'jdoe')
      expect(await names.open('u1', again)).toBe('jdoe')
      await expect(names.open('u1', sealed)).rejects.toThrow()
    })

    test('knows nobody at first', async () => {
      expect(await names.open('nobody', 'AAAA')).toBeNull()
      await names.forget('nobody')
    })
  })
}
