import type { Subject } from '../read-models'
import { dataset, project, token, user } from './samples'

export function changeContract(subject: () => Subject): void {
  describe('put', () => {
    it('writes a row whole, in place of the one with its key', async () => {
      const { models, change } = subject()
      await change({ model: 'projects', put: project(1, { authgroup: 'g', deidProjectId: 7 }) })
      await change({ model: 'projects', put: project(1, { name: 'Other' }) })
      expect(await models.projects()).toStrictEqual([project(1, { name: 'Other' })])
    })

    it('tells rows apart by the whole key', async () => {
      const { models, change } = subject()
      const owners = [
        { projectId: 1, userId: 'u1' },
        { projectId: 1, userId: 'u2' },
        { projectId: 2, userId: 'u1' },
      ]
      await change(...owners.map((put) => ({ model: 'owners', put }) as const))
      await change({ model: 'owners', put: { projectId: 1, userId: 'u1' } })
      expect(await models.owners(1)).toStrictEqual(owners.slice(0, 2))
      expect(await models.owners(2)).toStrictEqual(owners.slice(2))
    })

    it('gives back every member as it was', async () => {
      const { models, change } = subject()
      const groups = ['', 'a,b', '"quoted"', 'ﬁ – 猫 🐈', "'; DROP TABLE users"]
      const used = { state: 'imported', importId: 'i1', importKind: 'external' } as const
      await change(
        { model: 'users', put: user('u1', { groups }) },
        { model: 'users', put: user('u2', { groups: [], active: false }) },
        {
          model: 'projects',
          put: project(1, { keyfileRecipient: 'age1…', description: 'line\nline', retired: true }),
        },
        { model: 'tokens', put: token('t1', { kinds: ['ephemeral'], ...used }) },
        { model: 'datasets', put: dataset('d1', { uuid: 'x1', bytes: Number.MAX_SAFE_INTEGER, rows: 0 }) },
        { model: 'externalIdentifiers', put: { uuid: 'x1', datasetId: 'd1' } },
      )
      expect(await models.users()).toStrictEqual([
        user('u1', { groups }),
        user('u2', { groups: [], active: false }),
      ])
      expect(await models.projects()).toStrictEqual([
        project(1, { keyfileRecipient: 'age1…', description: 'line\nline', retired: true }),
      ])
      expect(await models.token('t1')).toStrictEqual(token('t1', { kinds: ['ephemeral'], ...used }))
      expect(await models.dataset('d1')).toStrictEqual(
        dataset('d1', { uuid: 'x1', bytes: Number.MAX_SAFE_INTEGER, rows: 0 }),
      )
      expect(await models.externalIdentifier('x1')).toStrictEqual({ uuid: 'x1', datasetId: 'd1' })
    })
  })

  describe('set', () => {
    it('changes the members it names, where every member matches', async () => {
      const { models, change } = subject()
      const consumed = { state: 'committing', importId: 'i1', importKind: 'dataset' } as const
      await change(
        { model: 'tokens', put: token('t1', consumed) },
        { model: 'tokens', put: token('t2', { ...consumed, importId: 'i2' }) },
        { model: 'tokens', put: token('t3') },
      )
      const state = 'imported'
      await change(
        { model: 'tokens', where: { tokenId: 't1', importId: 'i1' }, set: { state } },
        { model: 'tokens', where: { tokenId: 't2', importId: 'i1' }, set: { state } },
        { model: 'tokens', where: { tokenId: 't4' }, set: { state } },
      )
      expect(await models.token('t1')).toStrictEqual(token('t1', { ...consumed, state }))
      expect(await models.token('t2')).toStrictEqual(token('t2', { ...consumed, importId: 'i2' }))
      expect(await models.token('t3')).toStrictEqual(token('t3'))
      expect(await models.token('t4')).toBeNull()
    })

    it('finds what is null, what is a list and what is false', async () => {
      const { models, change } = subject()
      await change(
        { model: 'projects', put: project(1) },
        { model: 'projects', put: project(2, { authgroup: 'g' }) },
        { model: 'users', put: user('u1', { groups: ['a', 'b'] }) },
        { model: 'users', put: user('u2', { groups: ['b', 'a'], active: false }) },
      )
      await change(
        { model: 'projects', where: { authgroup: null }, set: { description: 'none' } },
        { model: 'users', where: { groups: ['a', 'b'] }, set: { groups: ['c'] } },
        { model: 'users', where: { active: false }, set: { sealedName: 'changed' } },
      )
      expect(await models.projects()).toStrictEqual([
        project(1, { description: 'none' }),
        project(2, { authgroup: 'g' }),
      ])
      expect(await models.users()).toStrictEqual([
        user('u1', { groups: ['c'] }),
        user('u2', { groups: ['b', 'a'], active: false, sealedName: 'changed' }),
      ])
    })

    it('takes null, many rows, and nothing to set', async () => {
      const { models, change } = subject()
      await change(
        { model: 'projects', put: project(1, { authgroup: 'g' }) },
        { model: 'projects', put: project(2, { authgroup: 'g' }) },
      )
      await change(
        { model: 'projects', where: { authgroup: 'g' }, set: { authgroup: null } },
        { model: 'projects', where: { projectId: 1 }, set: {} },
      )
      expect(await models.projects()).toStrictEqual([project(1), project(2)])
    })
  })

  describe('remove', () => {
    it('takes away the rows that match every member', async () => {
      const { models, change } = subject()
      for (const [projectId, userId] of [
        [1, 'u1'],
        [1, 'u2'],
        [2, 'u1'],
      ] as const) {
        await change({ model: 'owners', put: { projectId, userId } })
      }
      await change({ model: 'owners', remove: { projectId: 1, userId: 'u1' } })
      expect(await models.owners(1)).toStrictEqual([{ projectId: 1, userId: 'u2' }])
      await change({ model: 'owners', remove: { userId: 'u1' } })
      expect(await models.owners(2)).toStrictEqual([])
      await change({ model: 'owners', remove: { userId: 'u1' } })
      expect(await models.owners(1)).toStrictEqual([{ projectId: 1, userId: 'u2' }])
    })
  })

  it('makes the changes of one call in their order', async () => {
    const { models, change } = subject()
    await change(
      { model: 'users', put: user('u1') },
      { model: 'users', where: { userId: 'u1' }, set: { active: false } },
      { model: 'owners', put: { projectId: 1, userId: 'u1' } },
      { model: 'owners', remove: { projectId: 1 } },
      { model: 'owners', put: { projectId: 1, userId: 'u2' } },
    )
    expect(await models.users()).toStrictEqual([user('u1', { active: false })])
    expect(await models.owners(1)).toStrictEqual([{ projectId: 1, userId: 'u2' }])
  })
}
