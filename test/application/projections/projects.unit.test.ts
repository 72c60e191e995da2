import type { DomainEvent } from '../../../src/domain/events'
import { projected, uuid } from './history'

const provisioned = {
  type: 'ProjectProvisioned',
  projectId: 1,
  name: 'Heart',
  description: 'A study',
} as const
const claimed: DomainEvent = { type: 'ProjectNameClaimed', projectId: 1 }
const row = {
  projectId: 1,
  name: 'Heart',
  description: 'A study',
  authgroup: null,
  deidProjectId: null,
  keyfileRecipient: null,
  retired: false,
  visible: true,
}

describe('the projects', () => {
  test('do not hold one whose name is not claimed', async () => {
    const models = await projected(provisioned)
    expect(await models.projects()).toStrictEqual([])
  })

  test('hold one whose name is claimed', async () => {
    const models = await projected(provisioned, claimed)
    expect(await models.projects()).toStrictEqual([row])
  })

  test('hold what a project was provisioned with', async () => {
    const facts = { authgroup: 'readers', deidProjectId: 7, keyfileRecipient: 'age1qqq' }
    const models = await projected({ ...provisioned, ...facts }, claimed)
    expect(await models.projects()).toStrictEqual([{ ...row, ...facts }])
  })

  test('hold what a project was changed to', async () => {
    const facts = { authgroup: 'readers', keyfileRecipient: 'age1qqq' }
    const models = await projected({ ...provisioned, ...facts, deidProjectId: 7 }, claimed, {
      type: 'ProjectChanged',
      projectId: 1,
      description: 'Another study',
      authgroup: 'others',
    })
    expect(await models.projects()).toStrictEqual([
      { ...row, description: 'Another study', authgroup: 'others', deidProjectId: 7 },
    ])
  })

  test('go on holding one that was retired and has let go of its name', async () => {
    const models = await projected(
      provisioned,
      claimed,
      { ...provisioned, projectId: 2 },
      { type: 'ProjectRetired', projectId: 1 },
      { type: 'ProjectNameReleased', projectId: 1 },
      { type: 'ProjectNameClaimed', projectId: 2 },
    )
    expect(await models.projects()).toStrictEqual([
      { ...row, retired: true },
      { ...row, projectId: 2 },
    ])
  })
})

describe('the owners', () => {
  const granted = (projectId: number, n: number): DomainEvent => ({
    type: 'OwnershipGranted',
    projectId,
    userId: uuid(n),
  })

  test('are those to whom ownership was granted and not withdrawn', async () => {
    const models = await projected(granted(1, 1), granted(1, 2), granted(2, 1), {
      type: 'OwnershipWithdrawn',
      projectId: 1,
      userId: uuid(1),
    })
    expect(await models.owners(1)).toStrictEqual([{ projectId: 1, userId: uuid(2) }])
    expect(await models.owners(2)).toStrictEqual([{ projectId: 2, userId: uuid(1) }])
  })

  test('may be owners again', async () => {
    const models = await projected(
      granted(1, 1),
      { type: 'OwnershipWithdrawn', projectId: 1, userId: uuid(1) },
      granted(1, 1),
    )
    expect(await models.owners(1)).toStrictEqual([{ projectId: 1, userId: uuid(1) }])
  })
})
