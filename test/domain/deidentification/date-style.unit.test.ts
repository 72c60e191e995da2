import { parseDateStyle } from '../../../src/domain/deidentification/date-style'

describe('a datestyle', () => {
  it.each([
    ['ISO, MDY', 'MDY'],
    ['iso,dmy', 'DMY'],
    ['ISO', 'MDY'],
    ['SQL, DMY', 'DMY'],
    ['Postgres, MDY', 'MDY'],
    ['German', 'DMY'],
    ['German, MDY', 'MDY'],
    ['MDY, German', 'MDY'],
    ['YMD', 'YMD'],
    ['ISO, YMD', 'YMD'],
    ['SQL, European', 'DMY'],
    ['US', 'MDY'],
    ['NonEuropean', 'MDY'],
    ['DMY, European', 'DMY'],
  ])('%s puts dates in the order %s', (text, order) => {
    expect(parseDateStyle(text)).toBe(order)
  })

  it.each([
    '',
    ',',
    'ISO MDY',
    'ISO, YDM',
    'ISO, SQL',
    'DMY, MDY',
    'European, US',
    'dd/mm/yyyy',
    'constructor',
  ])('%j is none', (text) => {
    expect(parseDateStyle(text)).toBeNull()
  })
})
