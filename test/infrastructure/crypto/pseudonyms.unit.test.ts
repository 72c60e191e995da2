import fc from 'fast-check'
import { projectPseudonymKey, pseudonymiser } from '../../../src/infrastructure/crypto/pseudonyms'

const masterKey = Uint8Array.from({ length: 32 }, (_, index) => index)
const pseudonym = (domain: number, label: string, value: string) =>
  pseudonymiser(projectPseudonymKey(masterKey, domain))(label, value)

describe('pseudonyms of version p1', () => {
  it.each([
    [1, '', 'patient1', 'p1fk2kvfx54d3jyubndyt25wjmga'],
    [1, '', 'Müller', 'p1qplucuguulp7ppzm5z6hn75bqq'],
    [2, '', 'patient1', 'p133tw24nujcxscub6bmoqtqbcfm'],
    [1, 'nhs-number', 'patient1', 'p1wp7upjupozpmsrw27i6jatnzfa'],
    [1, '', '', 'p1km5oyipu5rj34hcrxkphpolxbu'],
  ])('are the published ones: domain %d, label "%s", value "%s"', (domain, label, value, expected) => {
    expect(pseudonym(domain, label, value)).toBe(expected)
  })

  it('tell where the label ends and the value begins', () => {
    expect(pseudonym(1, 'ab', 'c')).not.toBe(pseudonym(1, 'a', 'bc'))
  })

  it('are p1 and 26 characters of base32, the same for the same value', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (label, value) => {
        const first = pseudonym(3, label, value)
        expect(first).toMatch(/^p1[a-z2-7]{26}$/)
        expect(pseudonym(3, label, value)).toBe(first)
      }),
    )
  })

  it('differ under another master key', () => {
    const other = pseudonymiser(projectPseudonymKey(new Uint8Array(32), 1))
    expect(other('', 'patient1')).not.toBe(pseudonym(1, '', 'patient1'))
  })
})
