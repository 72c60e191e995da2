import type { DatasetEvent } from './dataset'
import type { DatasetAccessEvent } from './dataset-access'
import type { EphemeralImportEvent } from './ephemeral-import'
import type { ExternalIdentifierEvent } from './external-identifier'
import type { ProjectEvent } from './project'
import type { ProjectNameEvent } from './project-name'
import type { ProjectNumberEvent } from './project-number'
import type { StoreEvent } from './store'
import type { UploadRefusalEvent } from './upload-refusals'
import type { UploadTokenEvent } from './upload-token'
import type { UserEvent } from './user'
import type { UserNameEvent } from './user-name'

/** Every event of the service. */
export type DomainEvent =
  | StoreEvent
  | UploadTokenEvent
  | UserEvent
  | UserNameEvent
  | ProjectEvent
  | ProjectNameEvent
  | ProjectNumberEvent
  | DatasetEvent
  | EphemeralImportEvent
  | ExternalIdentifierEvent
  | DatasetAccessEvent
  | UploadRefusalEvent

export type DomainEventType = DomainEvent['type']
