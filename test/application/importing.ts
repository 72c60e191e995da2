import { randomUUID } from 'node:crypto'
import type { Upload, UploadAnswer } from '../../src/application/import-dataset'
import type { EventStore } from '../../src/application/ports/event-store'
import { streams } from '../../src/application/streams'
import type { UploadPart } from '../../src/application/upload-parts'
import type { ImportKind } from '../../src/application/use-cases'
import type { DomainEvent } from '../../src/domain/events'
import { byManagement, type Deployment, deployment, type Node } from '../support/deployment'
import type { Disturbance } from '../support/store-calls'

export const catalogueUuid = '6f1c2a34-9a1e-4c0b-8d5e-0b8f5a2d7c11'
export const table = 'id,age\na,34\n'
export const definition = `<DatasetDefinition>
  <CatalogueIdentifier Uuid="${catalogueUuid}"/>
  <Columns><Column Name="id" Type="text"/><Column Name="age" Type="integer"/></Columns>
</DatasetDefinition>`

/** A deployment in which jdoe owns project 1. */
export interface Scene {
  readonly deployed: Deployment
  /** A node that nothing is done to. */
  readonly node: Node
  readonly userId: string
  readonly projectId: number
  issue(): Promise<string>
}

export async function scene(): Promise<Scene> {
  const deployed = await deployment()
  const node = deployed.node()
  const { useCases } = node
  const user = await useCases.provisionUser({ name: 'jdoe', groups: [] }, byManagement)
  await useCases.provisionUser({ name: 'asmith', groups: [] }, byManagement)
  const made = await useCases.provisionProject(
    { name: 'Heart', description: '', owner: 'jdoe' },
    byManagement,
  )
  if (user.outcome === 'refused' || made.outcome === 'refused') throw new Error('nothing was provisioned')
  const { projectId } = made
  return {
    deployed,
    node,
    userId: user.userId,
    projectId,
    async issue() {
      const answer = await useCases.issueToken({ projectId, user: 'jdoe' }, byManagement)
      if (answer.outcome === 'refused') throw new Error(answer.refusal.code)
      return answer.issued.token
    },
  }
}

async function* formOf(token: string, csv: string): AsyncGenerator<UploadPart> {
  yield { part: 'token', value: token }
  yield { part: 'file_def', content: bytesOf(definition) }
  yield { part: 'file_csv', content: bytesOf(csv) }
}

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text)
}

export const uploadOf = (token: string, kind: ImportKind, csv = table): Upload => ({
  kind,
  parts: formOf(token, csv),
  signal: new AbortController().signal,
  requestId: 'upload',
})

/** How an upload ended, in a word. */
export const wordOf = (answer: UploadAnswer): string =>
  answer.outcome === 'imported' ? 'imported' : answer.refusal.code

export const importBy = async (node: Node, token: string, kind: ImportKind): Promise<string> =>
  wordOf(await node.useCases.importDataset(uploadOf(token, kind)))

export const idOf = (token: string): string => token.slice(0, token.indexOf('.'))

export async function historyOf(store: EventStore): Promise<readonly DomainEvent[]> {
  return (await store.readAll(null, 100_000)).map(({ event }) => event)
}

export const typesIn = async (store: EventStore): Promise<readonly string[]> =>
  (await historyOf(store)).map(({ type }) => type)

export const stillGood = async ({ node }: Scene, token: string): Promise<boolean> =>
  (await node.useCases.showTokenStatus(token))?.word === 'issued'

/** An import by a node of its own, which sees the history as it is disturbed. */
export const importOver = (
  { deployed }: Scene,
  disturbance: Disturbance,
  kind: ImportKind,
  token: string,
): Promise<string> => importBy(deployed.node({ store: disturbance(deployed.history) }), token, kind)

export const newestImport = ({ deployed }: Scene): string => deployed.begun.at(-1) ?? ''

/** What another node does to a claim without an outcome; recovery does the like to a token that was consumed. */
export async function settleElsewhere({ deployed }: Scene, importId: string, token: string): Promise<void> {
  const event: DomainEvent = {
    type: 'DatasetImportFailed',
    datasetId: importId,
    tokenId: idOf(token),
    outcomeClass: 'abandoned',
  }
  await deployed.history.append(streams.dataset(importId), 'no-stream', [
    { id: randomUUID(), event, metadata: byManagement },
  ])
}
