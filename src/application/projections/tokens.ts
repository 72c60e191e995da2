import type { DatasetEvent } from '../../domain/dataset'
import { unreachable } from '../../domain/decider'
import type { EphemeralImportEvent } from '../../domain/ephemeral-import'
import type { UploadTokenEvent } from '../../domain/upload-token'
import type { RowChange, TokenRow } from '../ports/read-model-rows'

/** Tokens by state. `created` is when the event was stored. */
export function projectToken(
  event: UploadTokenEvent | Exclude<DatasetEvent, { type: 'DatasetWithdrawn' }> | EphemeralImportEvent,
  created: number,
): readonly RowChange[] {
  const { tokenId } = event
  switch (event.type) {
    case 'TokenIssued': {
      const { projectId, userId, kinds, notBefore, expiresAt } = event
      const grant = { tokenId, projectId, userId, kinds, notBefore, expiresAt }
      const unused = { state: 'issued', importId: null, importKind: null } as const
      const unsettled = { settledAt: null, rows: null, bytes: null, failedImportId: null }
      return [{ model: 'tokens', put: { ...grant, issuedAt: created, ...unused, ...unsettled } }]
    }
    case 'TokenConsumed': {
      const { importId, kind: importKind } = event
      return [
        { model: 'tokens', where: { tokenId }, set: { state: 'committing', importId, importKind } },
        {
          model: 'tokens',
          where: { tokenId, failedImportId: importId },
          set: { state: 'failed', settledAt: created },
        },
      ]
    }
    case 'TokenRevoked':
      return [{ model: 'tokens', where: { tokenId }, set: { state: 'revoked' } }]
    case 'DatasetImported':
      return settle(tokenId, event.datasetId, {
        state: 'imported',
        settledAt: created,
        rows: event.rows,
        bytes: event.bytes,
      })
    case 'DatasetImportFailed':
      return settle(tokenId, event.datasetId, { state: 'failed', settledAt: created })
    case 'EphemeralDatasetDiscarded':
      return settle(tokenId, event.importId, { state: event.outcome, settledAt: created })
    default:
      return unreachable(event)
  }
}

/**
 * The outcome of the import that consumed the token. One that failed before that says nothing of the token, unless
 * it consumes it all the same.
 */
const settle = (
  tokenId: string,
  importId: string,
  set: Partial<TokenRow> & { readonly state: 'imported' | 'failed' },
): readonly RowChange[] => [
  { model: 'tokens', where: { tokenId, importId }, set },
  ...(set.state === 'failed'
    ? [{ model: 'tokens', where: { tokenId }, set: { failedImportId: importId } } as const]
    : []),
]
