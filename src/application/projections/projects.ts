import { unreachable } from '../../domain/decider'
import type { ProjectEvent } from '../../domain/project'
import type { ProjectNameEvent } from '../../domain/project-name'
import type { RowChange } from '../ports/read-model-rows'

/** Projects, visible from the claim of the name on and for ever, and who owns them. */
export function projectProject(event: ProjectEvent | ProjectNameEvent): readonly RowChange[] {
  const { projectId } = event
  switch (event.type) {
    case 'ProjectProvisioned': {
      const { name, description, authgroup = null, deidProjectId = null, keyfileRecipient = null } = event
      const facts = { projectId, name, description, authgroup, deidProjectId, keyfileRecipient }
      return [{ model: 'projects', put: { ...facts, retired: false, visible: false } }]
    }
    case 'ProjectChanged': {
      const { description, authgroup = null, keyfileRecipient = null } = event
      return [{ model: 'projects', where: { projectId }, set: { description, authgroup, keyfileRecipient } }]
    }
    case 'ProjectNameClaimed':
      return [{ model: 'projects', where: { projectId }, set: { visible: true } }]
    case 'ProjectNameReleased':
      return []
    case 'ProjectRetired':
      return [{ model: 'projects', where: { projectId }, set: { retired: true } }]
    case 'OwnershipGranted':
      return [{ model: 'owners', put: { projectId, userId: event.userId } }]
    case 'OwnershipWithdrawn':
      return [{ model: 'owners', remove: { projectId, userId: event.userId } }]
    default:
      return unreachable(event)
  }
}
