import { byManagement, type Deployment, deployment } from '../support/deployment'
import { rightBefore } from '../support/store-calls'
import { typesIn } from './importing'

let deployed: Deployment
beforeEach(async () => {
  deployed = await deployment()
  await deployed.node().useCases.provisionUser({ name: 'jdoe', groups: [] }, byManagement)
})
afterEach(() => deployed.end())

const request = { name: 'Heart', description: 'Cleveland', owner: 'jdoe' }
const refusedAs = (refusal: object) => ({ outcome: 'refused', refusal })

test('projects are numbered from 1', async () => {
  const { useCases } = deployed.node()
  expect(await useCases.provisionProject(request, byManagement)).toEqual({ outcome: 'created', projectId: 1 })
  const second = { ...request, name: ' Lung ', deidProjectId: 1, authgroup: 'pneumology' }
  expect(await useCases.provisionProject(second, byManagement)).toEqual({ outcome: 'created', projectId: 2 })
  expect(await useCases.showProject(2)).toMatchObject({
    name: 'Lung',
    description: 'Cleveland',
    authgroup: 'pneumology',
    deidProjectId: 1,
    owners: ['jdoe'],
    retired: false,
  })
})

test.each(['Heart', ' heart ', 'HEART'])(
  'the name %j is taken by the project that bears it',
  async (name) => {
    const { useCases } = deployed.node()
    await useCases.provisionProject(request, byManagement)
    const stored = await typesIn(deployed.history)
    expect(await useCases.provisionProject({ ...request, name }, byManagement)).toEqual(
      refusedAs({ code: 'project-name-taken', existingId: 1 }),
    )
    expect(await typesIn(deployed.history)).toEqual(stored)
  },
)

test('of two that race for one name, one wins, and the other exists nowhere', async () => {
  const answers: unknown[] = []
  const rival = async () =>
    answers.push(await deployed.node().useCases.provisionProject(request, byManagement))
  const store = rightBefore('append ProjectNameClaimed', rival)(deployed.history)
  const { useCases } = deployed.node({ store })
  answers.push(await useCases.provisionProject({ ...request, name: 'HEART' }, byManagement))

  expect(answers).toEqual([
    { outcome: 'created', projectId: 2 },
    refusedAs({ code: 'project-name-taken', existingId: 2 }),
  ])
  expect(await useCases.showProject(1)).toBeNull()
  expect((await useCases.listProjects()).map(({ projectId }) => projectId)).toEqual([2])
  const token = { projectId: 1, user: 'jdoe' }
  expect(await useCases.issueToken(token, byManagement)).toEqual(refusedAs({ code: 'unknown-project' }))
  // The number stays drawn.
  expect(await useCases.provisionProject({ ...request, name: 'Lung' }, byManagement)).toMatchObject({
    projectId: 3,
  })
})

test('the name of a retired project is free again', async () => {
  const { useCases } = deployed.node()
  await useCases.provisionProject(request, byManagement)
  expect(await useCases.retireProject(1, byManagement)).toEqual({ outcome: 'retired' })
  expect(await useCases.provisionProject(request, byManagement)).toEqual({ outcome: 'created', projectId: 2 })
  expect(await useCases.showProject(1)).toMatchObject({ name: 'Heart', retired: true })
  expect((await useCases.listProjects()).map(({ projectId }) => projectId)).toEqual([2])
})

test.each([
  ['unknown-user', { owner: 'nobody' }],
  ['user-inactive', { owner: 'former' }],
  ['unknown-deid-project', { deidProjectId: 7 }],
  ['keyfile-recipient-invalid', { keyfileRecipient: 'age1nonsense' }],
])('%s is refused before a number is drawn', async (code, members) => {
  const { useCases } = deployed.node()
  await useCases.provisionUser({ name: 'former', groups: [] }, byManagement)
  await useCases.deactivateUser('former', byManagement)
  expect(await useCases.provisionProject({ ...request, ...members }, byManagement)).toEqual(
    refusedAs({ code }),
  )
  expect(await typesIn(deployed.history)).not.toContain('ProjectNumberDrawn')
})
