import type { PlacedRecord } from '../../application/ports/dataset-store'

export const encodeRecord = (record: PlacedRecord): string => `${JSON.stringify({ version: 2, ...record })}\n`

/** `null` for what is no whole record: an import without one is not whole. */
export function decodeRecord(text: string): PlacedRecord | null {
  const stored = parsed(text)
  if (!isObject(stored)) return null
  const { version, ...members } = stored
  if (version !== 1 && version !== 2) return null
  const record = version === 1 && members.kind === 'kept' ? { ...members, pseudonyms: null } : members
  return isRecord(record) ? record : null
}

function isRecord(value: Record<string, unknown>): value is Record<string, unknown> & PlacedRecord {
  if (typeof value.process !== 'string' || !isObject(value.facts)) return false
  if (typeof value.facts.tokenId !== 'string') return false
  switch (value.kind) {
    case 'kept':
      return (
        isTextOrNull(value.title) &&
        isTextOrNull(value.tableName) &&
        (value.pseudonyms === null || isObject(value.pseudonyms)) &&
        typeof value.answer === 'string'
      )
    case 'ephemeral':
      return typeof value.expiresAt === 'number' && typeof value.sealedAnswer === 'string'
    default:
      return false
  }
}

const isTextOrNull = (value: unknown) => value === null || typeof value === 'string'

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
