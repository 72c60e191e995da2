import { createdAt, discarded, failed, imported, issued, projected, uuid, withdrawn } from './history'

const tokenId = uuid(10)
const datasetId = uuid(20)
const externalUuid = uuid(30)

const row = {
  datasetId,
  projectId: 1,
  userId: uuid(1),
  uuid: null,
  rows: 303,
  bytes: 11_328,
  importedAt: createdAt,
}

describe('the datasets', () => {
  test('hold one that was imported', async () => {
    const models = await projected(issued(tokenId), imported(tokenId, datasetId))
    expect(await models.dataset(datasetId)).toStrictEqual(row)
  })

  test('hold the uuid of an external one', async () => {
    const models = await projected(imported(tokenId, datasetId, externalUuid))
    expect(await models.dataset(datasetId)).toStrictEqual({ ...row, uuid: externalUuid })
  })

  test('hold none that failed, and none that was ephemeral', async () => {
    const models = await projected(failed(tokenId, datasetId), discarded(tokenId, uuid(21), true))
    expect(await models.dataset(datasetId)).toBeNull()
    expect(await models.dataset(uuid(21))).toBeNull()
  })
})

test('a dataset that was withdrawn leaves the datasets, and no other does', async () => {
  const models = await projected(
    imported(tokenId, datasetId, externalUuid),
    imported(uuid(11), uuid(21)),
    withdrawn(datasetId),
  )
  expect(await models.dataset(datasetId)).toBeNull()
  expect(await models.dataset(uuid(21))).toStrictEqual({ ...row, datasetId: uuid(21) })
})

describe('an external identifier', () => {
  test('is free once its dataset was withdrawn', async () => {
    const models = await projected(imported(tokenId, datasetId, externalUuid), withdrawn(datasetId))
    expect(await models.externalIdentifier(externalUuid)).toBeNull()
  })

  test('stays with the dataset that bears it when a former one is withdrawn again', async () => {
    const models = await projected(
      imported(tokenId, datasetId, externalUuid),
      withdrawn(datasetId),
      imported(uuid(11), uuid(21), externalUuid),
      withdrawn(datasetId),
    )
    expect(await models.externalIdentifier(externalUuid)).toMatchObject({ datasetId: uuid(21) })
  })

  test('is not bound by a claim', async () => {
    const claim = {
      type: 'ExternalIdentifierClaimed',
      uuid: externalUuid,
      tokenId,
      importId: datasetId,
    } as const
    const models = await projected(claim, failed(tokenId, datasetId))
    expect(await models.externalIdentifier(externalUuid)).toBeNull()
  })

  test('leads to the dataset that bears it', async () => {
    const models = await projected(
      imported(tokenId, datasetId, externalUuid),
      imported(uuid(11), uuid(21), uuid(31)),
      imported(uuid(12), uuid(22)),
    )
    expect(await models.externalIdentifier(externalUuid)).toStrictEqual({ uuid: externalUuid, datasetId })
  })

  test('leads to the one that was imported last', async () => {
    const models = await projected(
      imported(tokenId, datasetId, externalUuid),
      imported(uuid(11), uuid(21), externalUuid),
    )
    expect(await models.externalIdentifier(externalUuid)).toStrictEqual({
      uuid: externalUuid,
      datasetId: uuid(21),
    })
  })
})
