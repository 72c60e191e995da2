import fc from 'fast-check'
import type { ReadModels } from '../../../src/application/ports/read-models'
import type { DomainEvent } from '../../../src/domain/events'
import { consumed, discarded, failed, imported, issued, uuid, withdrawn } from './history'

const few = [1, 2, 3]
const projectId = fc.constantFrom(...few)
const userId = fc.constantFrom(...few).map(uuid)
const tokenId = fc.constantFrom(...few).map((n) => uuid(10 + n))
const importId = fc.constantFrom(...few).map((n) => uuid(20 + n))
const externalUuid = fc.constantFrom(...few).map((n) => uuid(30 + n))
const group = fc.constantFrom('a', 'b')

const event: fc.Arbitrary<DomainEvent> = fc.oneof(
  fc.record({
    type: fc.constant('UserProvisioned' as const),
    userId,
    sealedName: fc.constant('c2VhbGVk'),
    groups: fc.array(group, { maxLength: 2 }),
  }),
  fc.record({
    type: fc.constantFrom('UserNameClaimed' as const, 'UserDeactivated' as const, 'UserReactivated' as const),
    userId,
  }),
  fc.record({
    type: fc.constant('UserGroupsChanged' as const),
    userId,
    groups: fc.array(group, { maxLength: 2 }),
  }),
  fc.record(
    {
      type: fc.constant('ProjectProvisioned' as const),
      projectId,
      name: fc.constant('Heart'),
      description: fc.constant(''),
      authgroup: group,
    },
    { requiredKeys: ['type', 'projectId', 'name', 'description'] },
  ),
  fc.record(
    {
      type: fc.constant('ProjectChanged' as const),
      projectId,
      description: fc.constant('other'),
      authgroup: group,
    },
    { requiredKeys: ['type', 'projectId', 'description'] },
  ),
  fc.record({ type: fc.constantFrom('ProjectNameClaimed' as const, 'ProjectRetired' as const), projectId }),
  fc.record({
    type: fc.constantFrom('OwnershipGranted' as const, 'OwnershipWithdrawn' as const),
    projectId,
    userId,
  }),
  tokenId.map(issued),
  fc.tuple(tokenId, importId).map(([token, id]) => consumed(token, id)),
  fc.record({ type: fc.constant('TokenRevoked' as const), tokenId }),
  fc
    .tuple(tokenId, importId, fc.option(externalUuid, { nil: undefined }))
    .map(([token, id, external]) => imported(token, id, external)),
  fc.tuple(tokenId, importId).map(([token, id]) => failed(token, id)),
  importId.map(withdrawn),
  fc.tuple(tokenId, importId, fc.boolean()).map(([token, id, ok]) => discarded(token, id, ok)),
  fc.constant<DomainEvent>({ type: 'ProjectNumberDrawn' }),
)

/** Events in any order, also in such as no rule would let happen, about few things. */
export const anyHistory: fc.Arbitrary<readonly DomainEvent[]> = fc.array(event, { maxLength: 40 })

/** All that the models answer about those few things. */
export const contentOf = async (models: ReadModels) => ({
  users: await models.users(),
  projects: await models.projects(),
  owners: await Promise.all(few.map((n) => models.owners(n))),
  tokens: await models.tokens({ limit: 1_000 }),
  ofProject: await models.tokens({ limit: 1_000, projectId: 1 }),
  datasets: await Promise.all(few.map((n) => models.dataset(uuid(20 + n)))),
  readable: await Promise.all(few.map((n) => models.datasetsReadableBy(uuid(n)))),
  identifiers: await Promise.all(few.map((n) => models.externalIdentifier(uuid(30 + n)))),
})
