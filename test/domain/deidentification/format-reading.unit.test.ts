import { readFormat } from '../../../src/domain/deidentification/format-reading'

function dialectOf(attributes: Readonly<Record<string, string>> = {}) {
  const reading = readFormat(new Map(Object.entries(attributes)))
  if (reading.outcome === 'refused') throw new Error(reading.problem.detail)
  return reading.value
}

function refusalOf(attributes: Readonly<Record<string, string>>): string {
  const reading = readFormat(new Map(Object.entries(attributes)))
  return reading.outcome === 'refused' ? reading.problem.detail : 'read'
}

describe('Format', () => {
  it('has defaults', () => {
    expect(dialectOf()).toEqual({
      delimiter: ',',
      qualifier: '"',
      nullString: '',
      encoding: 'UTF8',
      header: true,
      headerCase: 'leave alone',
      dateOrder: 'MDY',
    })
  })

  it('says how the file is written', () => {
    const attributes = {
      Delimiter: ';',
      TextQualifier: "'",
      NullQualifier: 'NA',
      Encoding: 'latin1',
      Header: 'False',
      HeaderCase: 'lower',
      DateFormat: 'SQL, DMY',
    }
    expect(dialectOf(attributes)).toEqual({
      delimiter: ';',
      qualifier: "'",
      nullString: 'NA',
      encoding: 'LATIN1',
      header: false,
      headerCase: 'lower',
      dateOrder: 'DMY',
    })
  })

  it('takes a tab in both spellings, and one character beyond the basic plane', () => {
    expect(dialectOf({ Delimiter: '\t' }).delimiter).toBe('\t')
    expect(dialectOf({ Delimiter: '\\t' }).delimiter).toBe('\t')
    expect(dialectOf({ Delimiter: '😀' }).delimiter).toBe('😀')
  })

  it.each(['', ',,', '\n', '\r', '\0', '\\n', 'tab'])(
    'refuses the delimiter and the qualifier %j',
    (sign) => {
      expect(refusalOf({ Delimiter: sign })).toContain('Format/@Delimiter')
      expect(refusalOf({ TextQualifier: sign })).toContain('Format/@TextQualifier')
    },
  )

  it('refuses a delimiter that is the qualifier', () => {
    expect(refusalOf({ Delimiter: '"' })).toContain('are the same')
    expect(refusalOf({ Delimiter: '\\t', TextQualifier: '\t' })).toContain('are the same')
  })

  it.each(['a,b', 'a"b', 'a\nb', 'a\rb'])(
    'refuses the null string %j, which no unquoted field can hold',
    (text) => {
      expect(refusalOf({ NullQualifier: text })).toContain('Format/@NullQualifier')
    },
  )

  it('refuses an encoding by its name, and lists those it knows', () => {
    const detail = refusalOf({ Encoding: 'EUC_JP' })
    expect(detail).toContain('"EUC_JP"')
    expect(detail).toContain('UTF8, LATIN1')
  })

  it.each(['true', 'True', 'TRUE'])('%s is true', (text) => {
    expect(dialectOf({ Header: text }).header).toBe(true)
  })

  it.each(['false', 'False', 'FALSE'])('%s is false', (text) => {
    expect(dialectOf({ Header: text }).header).toBe(false)
  })

  it.each(['', 'yes', '1', 'tRUE', ' true'])('%j is neither true nor false', (text) => {
    expect(refusalOf({ Header: text })).toContain('Format/@Header')
  })

  it('knows three header cases', () => {
    expect(dialectOf({ HeaderCase: 'upper' }).headerCase).toBe('upper')
    expect(refusalOf({ HeaderCase: 'Lower' })).toContain('"leave alone", "lower", "upper"')
  })

  it('refuses a date format that is no datestyle', () => {
    expect(refusalOf({ DateFormat: 'dd/mm/yyyy' })).toContain('"dd/mm/yyyy" is not a datestyle')
  })
})
