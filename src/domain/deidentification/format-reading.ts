import { parseDateStyle } from './date-style'
import { type Attributes, parseBoolean, quoted, type Reading, read, refused } from './definition-elements'
import { type Dialect, encodingNames, parseEncoding } from './dialect'

const headerCases = ['leave alone', 'lower', 'upper'] as const

/** The dialect that the attributes of `Format` describe; of an absent `Format`, the defaults. */
export function readFormat(attributes: Attributes): Reading<Dialect> {
  const signs = readSigns(attributes)
  if (signs.outcome === 'refused') return signs

  const encodingText = attributes.get('Encoding') ?? 'UTF8'
  const encoding = parseEncoding(encodingText)
  if (encoding === null) {
    return refused(
      `Format/@Encoding ${quoted(encodingText)} can't be read; allowed are ${encodingNames.join(', ')}.`,
    )
  }
  const header = parseBoolean(attributes.get('Header') ?? 'true')
  if (header === null) return refused('Format/@Header is true or false.')

  const caseText = attributes.get('HeaderCase') ?? 'leave alone'
  const headerCase = headerCases.find((known) => known === caseText)
  if (headerCase === undefined) {
    return refused(
      `Format/@HeaderCase ${quoted(caseText)} is unknown; allowed are ${headerCases.map(quoted).join(', ')}.`,
    )
  }
  const dateText = attributes.get('DateFormat') ?? 'ISO, MDY'
  const dateOrder = parseDateStyle(dateText)
  if (dateOrder === null) {
    return refused(
      `Format/@DateFormat ${quoted(dateText)} is not a datestyle; it joins one of ISO, SQL, Postgres, German and ` +
        'one of MDY, DMY, YMD by a comma.',
    )
  }
  return read({ ...signs.value, encoding, header, headerCase, dateOrder })
}

type Signs = Pick<Dialect, 'delimiter' | 'qualifier' | 'nullString'>

/** The signs that structure a record. As PostgreSQL has it, the null string must be able to stand in a field. */
function readSigns(attributes: Attributes): Reading<Signs> {
  const delimiter = parseSign(attributes.get('Delimiter') ?? ',')
  if (delimiter === null) return refused(`Format/@Delimiter ${aSign}.`)
  const qualifier = parseSign(attributes.get('TextQualifier') ?? '"')
  if (qualifier === null) return refused(`Format/@TextQualifier ${aSign}.`)
  if (delimiter === qualifier) return refused('Format/@Delimiter and Format/@TextQualifier are the same.')

  const nullString = attributes.get('NullQualifier') ?? ''
  if ([delimiter, qualifier, '\n', '\r'].some((sign) => nullString.includes(sign))) {
    return refused('Format/@NullQualifier contains the delimiter, the text qualifier or a line end.')
  }
  return read({ delimiter, qualifier, nullString })
}

const aSign = 'is one character other than a line end and NUL, or \\t for a tab'

function parseSign(text: string): string | null {
  const sign = text === '\\t' ? '\t' : text
  return [...sign].length === 1 && !/[\r\n\0]/.test(sign) ? sign : null
}
