import type { Subject } from '../read-models'
import { dataset, project, token, user } from './samples'

export function positionContract(subject: () => Subject): void {
  describe('the position', () => {
    it('is nowhere at first', async () => {
      expect(await subject().models.position()).toBeNull()
    })

    it('moves with what is applied', async () => {
      const { models } = subject()
      expect(await models.apply(null, 3n, [{ model: 'users', put: user('u1') }])).toBe('applied')
      expect(await models.position()).toBe(3n)
      expect(await models.apply(3n, 9n, [])).toBe('applied')
      expect(await models.position()).toBe(9n)
      expect(await models.users()).toStrictEqual([user('u1')])
    })

    it('is kept beyond what a number can hold', async () => {
      const { models } = subject()
      const far = 2n ** 62n + 1n
      expect(await models.apply(null, far, [])).toBe('applied')
      expect(await models.position()).toBe(far)
      expect(await models.apply(far - 1n, far + 1n, [])).toBe('moved')
      expect(await models.apply(far, far + 1n, [])).toBe('applied')
    })

    it.each([null, 2n, 4n])('is compared: from %p nothing is applied to models at 3', async (from) => {
      const { models } = subject()
      await models.apply(null, 3n, [{ model: 'users', put: user('u1') }])
      const changes = [
        { model: 'users', put: user('u2') },
        { model: 'users', remove: {} },
      ] as const
      expect(await models.apply(from, 5n, changes)).toBe('moved')
      expect(await models.position()).toBe(3n)
      expect(await models.users()).toStrictEqual([user('u1')])
    })

    it('is compared and set as one: of many at once, one is applied', async () => {
      const { models } = subject()
      const users = ['a', 'b', 'c', 'd', 'e'].map((id) => user(id))
      const outcomes = await Promise.all(
        users.map((put) => models.apply(null, 1n, [{ model: 'users', put }])),
      )
      expect(outcomes.filter((outcome) => outcome === 'applied')).toHaveLength(1)
      expect(await models.users()).toStrictEqual([users[outcomes.indexOf('applied')]])
    })
  })

  describe('prepare', () => {
    it('keeps everything for the same store', async () => {
      const { models, storeId } = subject()
      await models.apply(null, 3n, [{ model: 'users', put: user('u1') }])
      await models.prepare(storeId)
      expect(await models.position()).toBe(3n)
      expect(await models.users()).toStrictEqual([user('u1')])
    })

    it('drops everything for another store', async () => {
      const { models } = subject()
      await models.apply(null, 3n, [
        { model: 'users', put: user('u1') },
        { model: 'projects', put: project(1) },
        { model: 'owners', put: { projectId: 1, userId: 'u1' } },
        { model: 'tokens', put: token('t1') },
        { model: 'datasets', put: dataset('d1') },
        { model: 'externalIdentifiers', put: { uuid: 'x1', datasetId: 'd1' } },
      ])
      expect(await models.datasetsReadableBy('u1')).toHaveLength(1)
      await models.prepare('another store')
      expect(await models.position()).toBeNull()
      expect(await models.users()).toStrictEqual([])
      expect(await models.projects()).toStrictEqual([])
      expect(await models.owners(1)).toStrictEqual([])
      expect(await models.token('t1')).toBeNull()
      expect(await models.dataset('d1')).toBeNull()
      expect(await models.externalIdentifier('x1')).toBeNull()
      expect(await models.apply(null, 1n, [{ model: 'users', put: user('u2') }])).toBe('applied')
      expect(await models.users()).toStrictEqual([user('u2')])
    })
  })
}
