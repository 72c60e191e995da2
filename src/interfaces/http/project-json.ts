import type { ProjectRow } from '../../application/ports/read-models'
import type { ShownProject } from '../../application/show-projects'

export const shownProjectJson = (project: ShownProject) => ({
  id: project.projectId,
  name: project.name,
  description: project.description,
  authgroup: project.authgroup,
  deid_project_id: project.deidProjectId,
  keyfile_recipient: project.keyfileRecipient,
  sftpexporttarget: project.exportTarget,
  owners: project.owners,
  retired: project.retired,
})

/** As the manual's list has them. */
export const listedProjectJson = ({ projectId, name, description }: ProjectRow) => ({
  id: projectId,
  name,
  description,
})
