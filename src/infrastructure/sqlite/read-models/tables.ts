import { msADay } from '../../../application/ports/read-model-counts'
import {
  type ReadModelName,
  type ReadModelRows,
  readModelKeys,
} from '../../../application/ports/read-model-rows'
import { importKinds } from '../../../domain/import-kind'
import { boolean, type Column, integer, listOf, nullable, oneOf, text } from './columns'

export interface Table<Row> {
  /** In the order in which they stand in the table. */
  readonly columns: { readonly [Member in keyof Row]: Column<Row[Member]> }
  readonly key: readonly (keyof Row & string)[]
  readonly indexes: readonly (readonly Indexed<Row>[])[]
}

/** A column, or the day of a time in it. */
export type Indexed<Row> = (keyof Row & string) | { readonly dayOf: keyof Row & string }

/** `dayAt` of a time in a column. */
export const dayOf = (column: string): string => `"${column}" / ${msADay}`

/** One table a model, one column a member of its row, under the same names. */
export const tables: { readonly [M in ReadModelName]: Table<ReadModelRows[M]> } = {
  users: {
    columns: { userId: text, sealedName: text, groups: listOf(text), active: boolean, visible: boolean },
    key: readModelKeys.users,
    indexes: [],
  },
  projects: {
    columns: {
      projectId: integer,
      name: text,
      description: text,
      authgroup: nullable(text),
      deidProjectId: nullable(integer),
      keyfileRecipient: nullable(text),
      retired: boolean,
      visible: boolean,
    },
    key: readModelKeys.projects,
    indexes: [['authgroup']],
  },
  owners: {
    columns: { projectId: integer, userId: text },
    key: readModelKeys.owners,
    indexes: [['userId']],
  },
  tokens: {
    columns: {
      tokenId: text,
      projectId: integer,
      userId: text,
      kinds: listOf(oneOf(...importKinds)),
      notBefore: integer,
      expiresAt: integer,
      issuedAt: integer,
      state: oneOf('issued', 'committing', 'imported', 'failed', 'revoked'),
      importId: nullable(text),
      importKind: nullable(oneOf(...importKinds)),
      settledAt: nullable(integer),
      rows: nullable(integer),
      bytes: nullable(integer),
      failedImportId: nullable(text),
    },
    key: readModelKeys.tokens,
    indexes: [
      ['issuedAt', 'tokenId'],
      ['projectId', 'issuedAt', 'tokenId'],
      ['userId', 'issuedAt', 'tokenId'],
      // What is counted stands in the index, in the order in which it is counted.
      [{ dayOf: 'issuedAt' }, 'projectId', 'state', 'issuedAt', 'notBefore', 'expiresAt'],
      [{ dayOf: 'settledAt' }, 'projectId', 'importKind', 'state', 'settledAt', 'rows', 'bytes'],
    ],
  },
  datasets: {
    columns: {
      datasetId: text,
      projectId: integer,
      userId: text,
      uuid: nullable(text),
      rows: integer,
      bytes: integer,
      importedAt: integer,
    },
    key: readModelKeys.datasets,
    indexes: [
      ['importedAt', 'datasetId'],
      ['projectId', 'importedAt', 'datasetId'],
      ['userId', 'importedAt', 'datasetId'],
    ],
  },
  externalIdentifiers: {
    columns: { uuid: text, datasetId: text },
    key: readModelKeys.externalIdentifiers,
    indexes: [],
  },
}

export const tableNames = Object.keys(tables) as readonly ReadModelName[]
