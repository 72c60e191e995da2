import { encodingNames, parseEncoding } from '../../../src/domain/deidentification/dialect'

describe('the name of an encoding', () => {
  it.each(encodingNames)('%s, whatever its case, hyphens and underscores', (name) => {
    expect(parseEncoding(name)).toBe(name)
    expect(parseEncoding(name.toLowerCase())).toBe(name)
    expect(parseEncoding(name.replaceAll('_', '-'))).toBe(name)
    expect(parseEncoding(name.replaceAll('_', ''))).toBe(name)
    expect(parseEncoding(name.replace(/(?=[0-9])/, '-'))).toBe(name)
  })

  it.each([
    ['UTF-8', 'UTF8'],
    ['utf_8', 'UTF8'],
    ['ISO-8859-1', 'LATIN1'],
    ['ISO-8859-15', 'LATIN9'],
    ['iso_8859_16', 'LATIN10'],
    ['ISO-8859-5', 'ISO_8859_5'],
    ['win-1252', 'WIN1252'],
    ['KOI8-R', 'KOI8R'],
  ])('%s is %s', (text, name) => {
    expect(parseEncoding(text)).toBe(name)
  })

  it.each([
    '',
    'UTF-16',
    'UTF 8',
    'ASCII',
    'SQL_ASCII',
    'EUC_JP',
    'LATIN11',
    'WIN1259',
    'ISO-8859-12',
    'windows',
  ])('%j is none', (text) => {
    expect(parseEncoding(text)).toBeNull()
  })
})
