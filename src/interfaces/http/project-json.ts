import * as t from 'io-ts'
import type { ProjectRow } from '../../application/ports/read-model-rows'
import type { ShownProject } from '../../application/show-projects'
import { nullOr, objectOf, ordinal, someText, such } from './json-forms'

const name = such(someText, 'Heart failure')
const description = such(someText, 'Follow-up of heart failure')

export const shownProject = objectOf(
  {
    id: ordinal,
    name,
    description,
    authgroup: nullOr(such(someText, 'cardiology')),
    deid_project_id: nullOr(ordinal),
    keyfile_recipient: nullOr(someText),
    sftpexporttarget: nullOr(objectOf({ host: someText, port: ordinal, user: someText, path: someText })),
    owners: t.readonlyArray(such(someText, 'jdoe')),
    retired: t.boolean,
  },
  {},
  'Project',
)

export const listedProject = objectOf({ id: ordinal, name, description }, {}, 'ListedProject')

export const shownProjectJson = (project: ShownProject): t.TypeOf<typeof shownProject> => ({
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
export const listedProjectJson = ({
  projectId,
  name,
  description,
}: ProjectRow): t.TypeOf<typeof listedProject> => ({
  id: projectId,
  name,
  description,
})
