import type { ImportedFacts } from '../domain/dataset'
import { derivationVersion, storedColumns } from '../domain/deidentification/plan'
import { storedPseudonyms } from '../domain/deidentification/pseudonym-columns'
import { type ImportReceipt, writeReceipt } from './import-receipt'
import type { PlannedUpload } from './plan-upload'
import type { Clock } from './ports/clock'
import type { Area, PlacedRecord } from './ports/dataset-store'
import type { Sealing } from './ports/sealing'
import type { TransformResult } from './ports/table-transformer'
import type { PresentedUpload } from './present-token'

/** An import that is ready to be committed. */
export interface PreparedImport {
  readonly importId: string
  readonly upload: PresentedUpload
  readonly planned: PlannedUpload
  readonly definitionSha256: string
  readonly transformed: Extract<TransformResult, { outcome: 'transformed' }>
}

/** What is laid beside the bytes, which the outcome is made of whoever records it, and what the client is told. */
export interface PreparedOutcome {
  readonly record: PlacedRecord
  readonly receipt: ImportReceipt
}

/** Where an import's bytes go; all that sets the kinds of imports apart. */
export interface Destination {
  readonly area: Area
  /** The age recipient that the table is sealed to from its first byte on; absent: it is stored as it is. */
  readonly sealedTo?: string
  prepare(prepared: PreparedImport): Promise<PreparedOutcome>
}

export interface DestinationDeps {
  readonly clock: Clock
  readonly sealing: Sealing
  /** This process, so that another can tell whether it still runs. */
  readonly process: string
  readonly resultSeconds: number
}

export const destinationOf = (deps: DestinationDeps, upload: PresentedUpload): Promise<Destination> =>
  upload.kind === 'ephemeral' ? waitingResult(deps, upload) : keptDataset(deps, upload.kind)

async function keptDataset(deps: DestinationDeps, kind: ImportedFacts['kind']): Promise<Destination> {
  return {
    area: 'datasets',
    async prepare(prepared) {
      const { importId, upload, planned, definitionSha256, transformed } = prepared
      const { rows, bytes, sha256 } = transformed
      const { tokenId, projectId, userId } = upload.grant
      const facts: ImportedFacts = {
        datasetId: importId,
        tokenId,
        projectId,
        userId,
        kind,
        ...(planned.uuid === null ? {} : { uuid: planned.uuid }),
        definitionSha256,
        policyVersion: null,
        derivationVersion,
        columns: storedColumns(planned.plan),
        rows,
        bytes,
        sha256,
        ignored: planned.ignored,
      }
      const receipt = receiptOf(prepared, null)
      const { title, tableName } = planned
      return {
        receipt,
        record: {
          kind: 'kept',
          process: deps.process,
          facts,
          title,
          tableName,
          pseudonyms: storedPseudonyms(planned.plan),
          answer: writeReceipt(receipt),
        },
      }
    },
  }
}

async function waitingResult(deps: DestinationDeps, upload: PresentedUpload): Promise<Destination> {
  const { tokenId, projectId, userId } = upload.grant
  const { recipient } = await deps.sealing.keysOfToken(tokenId, upload.secret)
  return {
    area: 'results',
    sealedTo: recipient,
    async prepare(prepared) {
      const expiresAt = deps.clock() + deps.resultSeconds * 1000
      const receipt = receiptOf(prepared, expiresAt)
      const facts = {
        importId: prepared.importId,
        tokenId,
        projectId,
        userId,
        policyVersion: null,
        derivationVersion,
        startedAt: upload.presentedAt,
      }
      const sealed = await deps.sealing.sealText(recipient, writeReceipt(receipt))
      return {
        receipt,
        record: {
          kind: 'ephemeral',
          process: deps.process,
          facts,
          expiresAt,
          sealedAnswer: Buffer.from(sealed).toString('base64'),
        },
      }
    },
  }
}

const receiptOf = (
  { importId, upload, planned, transformed }: PreparedImport,
  resultExpiresAt: number | null,
): ImportReceipt => ({
  importId,
  kind: upload.kind,
  uuid: planned.uuid,
  rows: transformed.rows,
  columns: storedColumns(planned.plan),
  sha256: upload.kind === 'ephemeral' ? null : transformed.sha256,
  policyVersion: null,
  ignored: planned.ignored,
  resultExpiresAt,
})
