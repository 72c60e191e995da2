import type { ProjectRow, UserRow } from '../../../src/application/ports/read-model-rows'
import type { ReadablePage } from '../../../src/application/ports/read-models'
import type { Subject } from '../read-models'
import { dataset, project, user } from './samples'

export function readableContract(subject: () => Subject): void {
  describe('the datasets that a user may read', () => {
    const readable = async (userId = 'u1') =>
      (await subject().models.datasetsReadableBy(userId)).map(({ datasetId }) => datasetId)

    /** A user, a project with one dataset of somebody else, and whether the user owns the project. */
    async function given(
      who: Partial<UserRow>,
      what: Partial<ProjectRow>,
      { owner }: { readonly owner: boolean },
    ): Promise<void> {
      const { change } = subject()
      await change(
        { model: 'users', put: user('u1', who) },
        { model: 'projects', put: project(1, what) },
        { model: 'owners', put: { projectId: 1, userId: owner ? 'u1' : 'u2' } },
        { model: 'datasets', put: dataset('d1', { userId: 'u2' }) },
      )
    }

    it('are those of a project that the user owns', async () => {
      await given({}, {}, { owner: true })
      expect(await subject().models.datasetsReadableBy('u1')).toStrictEqual([dataset('d1', { userId: 'u2' })])
    })

    it('are those of a project whose authgroup is among the groups of the user', async () => {
      await given({ groups: ['a', 'readers', 'b'] }, { authgroup: 'readers' }, { owner: false })
      expect(await readable()).toStrictEqual(['d1'])
    })

    it('come once to an owner who is in the authgroup too, and in it twice', async () => {
      await given({ groups: ['readers', 'readers'] }, { authgroup: 'readers' }, { owner: true })
      expect(await readable()).toStrictEqual(['d1'])
    })

    it.each([
      ['of a stranger', {}, {}],
      [
        'of a member of other groups',
        { groups: ['reader', 'readers2', 'READERS'] },
        { authgroup: 'readers' },
      ],
      ['of a project without an authgroup', { groups: ['', 'null', 'readers'] }, { authgroup: null }],
    ])('are not those %s', async (_case, who, what) => {
      await given(who, what, { owner: false })
      expect(await readable()).toStrictEqual([])
    })

    it.each([
      ['an inactive user', { active: false }, {}],
      ['a user who is not visible', { visible: false }, {}],
      ['any user while the project is not visible', {}, { visible: false }],
    ])('are none for %s, owner or not', async (_case, who, what) => {
      await given({ groups: ['readers'], ...who }, { authgroup: 'readers', ...what }, { owner: true })
      expect(await readable()).toStrictEqual([])
    })

    it('are still those of a retired project', async () => {
      await given({}, { retired: true }, { owner: true })
      expect(await readable()).toStrictEqual(['d1'])
    })

    it('are not what the user once imported', async () => {
      await given({}, {}, { owner: false })
      await subject().change({ model: 'datasets', put: dataset('d2', { userId: 'u1' }) })
      expect(await readable()).toStrictEqual([])
    })

    it('come in pages: of one project, behind a place, so many', async () => {
      await given({ groups: ['readers'] }, {}, { owner: true })
      await subject().change(
        { model: 'projects', put: project(2, { authgroup: 'readers' }) },
        { model: 'datasets', put: dataset('d2', { projectId: 2, importedAt: 1_000 }) },
        { model: 'datasets', put: dataset('d3', { projectId: 2, importedAt: 2_000 }) },
        { model: 'datasets', put: dataset('d4', { projectId: 2, importedAt: 2_000 }) },
        { model: 'datasets', put: dataset('d5', { importedAt: 3_000 }) },
      )
      const page = async (asked: ReadablePage) =>
        (await subject().models.datasetsReadableBy('u1', asked)).map(({ datasetId }) => datasetId)
      expect(await page({ limit: 2 })).toStrictEqual(['d2', 'd3'])
      expect(await page({ after: { importedAt: 2_000, datasetId: 'd3' } })).toStrictEqual(['d4', 'd5', 'd1'])
      const gone = { importedAt: 1_500, datasetId: 'gone' }
      expect(await page({ after: gone, projectId: 2, limit: 1 })).toStrictEqual(['d3'])
      expect(await page({ projectId: 9 })).toStrictEqual([])
    })

    it('are none for a user who is not known', async () => {
      await given({}, {}, { owner: true })
      await subject().change({ model: 'owners', put: { projectId: 1, userId: 'u9' } })
      expect(await readable('u9')).toStrictEqual([])
    })

    it('come from all such projects, oldest first', async () => {
      await given({ groups: ['readers'] }, {}, { owner: true })
      await subject().change(
        { model: 'projects', put: project(2, { authgroup: 'readers' }) },
        { model: 'projects', put: project(3) },
        { model: 'datasets', put: dataset('d5', { projectId: 2, importedAt: 1_000 }) },
        { model: 'datasets', put: dataset('d4', { importedAt: 2_000 }) },
        { model: 'datasets', put: dataset('d3', { projectId: 2, importedAt: 2_000 }) },
        { model: 'datasets', put: dataset('d2', { projectId: 3 }) },
      )
      expect(await readable()).toStrictEqual(['d5', 'd3', 'd4', 'd1'])
    })
  })
}
