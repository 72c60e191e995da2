import { unreachable } from '../../domain/decider'
import type { RecordedEvent } from '../ports/event-store'
import type { RowChange } from '../ports/read-model-rows'
import { projectDataset } from './datasets'
import { projectExternalIdentifier } from './external-identifiers'
import { projectProject } from './projects'
import { projectToken } from './tokens'
import { projectUser } from './users'

/**
 * What one event makes of all read models. Whoever changes what comes out of it raises `readModelsVersion`, so
 * that stored models are made again.
 */
export function projectEvent({ event, created }: RecordedEvent): readonly RowChange[] {
  switch (event.type) {
    case 'UserProvisioned':
    case 'UserGroupsChanged':
    case 'UserDeactivated':
    case 'UserReactivated':
    case 'UserNameClaimed':
      return projectUser(event)
    case 'ProjectProvisioned':
    case 'ProjectChanged':
    case 'OwnershipGranted':
    case 'OwnershipWithdrawn':
    case 'ProjectRetired':
    case 'ProjectNameClaimed':
    case 'ProjectNameReleased':
      return projectProject(event)
    case 'TokenIssued':
    case 'TokenConsumed':
    case 'TokenRevoked':
    case 'EphemeralDatasetDiscarded':
      return projectToken(event, created)
    case 'DatasetImported':
    case 'DatasetImportFailed':
      return [
        ...projectToken(event, created),
        ...projectDataset(event, created),
        ...projectExternalIdentifier(event),
      ]
    case 'DatasetWithdrawn':
      return [...projectDataset(event, created), ...projectExternalIdentifier(event)]
    case 'StoreInitialised':
    case 'ProjectNumberDrawn':
    case 'ExternalIdentifierClaimed':
    case 'DatasetRead':
    case 'KeyfileFetched':
    case 'UploadRefused':
      return []
    default:
      return unreachable(event)
  }
}
