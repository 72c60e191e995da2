import type { Subject } from '../read-models'
import { dataset, project, token, user } from './samples'

export function listContract(subject: () => Subject): void {
  describe('the lists', () => {
    it('hold visible users, by id', async () => {
      const { models, change } = subject()
      await change(
        { model: 'users', put: user('u3') },
        { model: 'users', put: user('u2', { visible: false }) },
        { model: 'users', put: user('u1', { active: false }) },
      )
      expect(await models.users()).toStrictEqual([user('u1', { active: false }), user('u3')])
    })

    it('hold visible projects, by number', async () => {
      const { models, change } = subject()
      await change(
        { model: 'projects', put: project(10) },
        { model: 'projects', put: project(3, { visible: false }) },
        { model: 'projects', put: project(9, { retired: true }) },
      )
      expect(await models.projects()).toStrictEqual([project(9, { retired: true }), project(10)])
    })

    it('hold the owners of one project, by id', async () => {
      const { models, change } = subject()
      for (const userId of ['u2', 'u3', 'u1'])
        await change({ model: 'owners', put: { projectId: 1, userId } })
      await change({ model: 'owners', put: { projectId: 11, userId: 'u4' } })
      expect((await models.owners(1)).map(({ userId }) => userId)).toStrictEqual(['u1', 'u2', 'u3'])
      expect(await models.owners(2)).toStrictEqual([])
    })
  })

  it('looks up one token, dataset or uuid', async () => {
    const { models, change } = subject()
    await change(
      ...['t1', 't2'].map((id) => ({ model: 'tokens', put: token(id) }) as const),
      ...['d1', 'd2'].map((id) => ({ model: 'datasets', put: dataset(id) }) as const),
      { model: 'externalIdentifiers', put: { uuid: 'x1', datasetId: 'd1' } },
      { model: 'externalIdentifiers', put: { uuid: 'x2', datasetId: 'd2' } },
    )
    expect(await models.token('t2')).toStrictEqual(token('t2'))
    expect(await models.dataset('d2')).toStrictEqual(dataset('d2'))
    expect(await models.externalIdentifier('x2')).toStrictEqual({ uuid: 'x2', datasetId: 'd2' })
    expect(await models.token('t3')).toBeNull()
    expect(await models.dataset('d3')).toBeNull()
    expect(await models.externalIdentifier('x3')).toBeNull()
  })
}
