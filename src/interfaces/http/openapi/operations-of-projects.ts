import * as t from 'io-ts'
import { objectOf, ordinal, wordOf } from '../json-forms'
import { listedProject, shownProject } from '../project-json'
import { projectChange, projectProvisioning } from '../project-routes'
import { asJson, type DescribedPath, managed, managedWithBody } from './operation'

export const projectOperations: readonly DescribedPath[] = [
  {
    group: 'Management',
    path: '/management/provision/project',
    operations: {
      GET: managed({
        id: 'listProjects',
        summary: 'The projects in use',
        answers: [{ status: 200, says: 'The projects.', content: asJson(t.readonlyArray(listedProject)) }],
        problems: [],
      }),
      POST: managedWithBody(
        {
          id: 'provisionProject',
          summary: 'Provisions a project',
          answers: [
            {
              status: 201,
              says: 'The project is provisioned.',
              content: asJson(objectOf({ status: wordOf('created'), id: ordinal })),
            },
          ],
          problems: [
            ...(['unknown-user', 'user-inactive', 'project-name-taken', 'unknown-deid-project'] as const),
            ...(['keyfile-recipient-invalid', 'export-credential-missing'] as const),
          ],
        },
        projectProvisioning,
      ),
    },
  },
  {
    group: 'Management',
    path: '/management/provision/project/:id',
    place: 'address',
    pieces: { id: { says: 'The id of a project.', codec: ordinal } },
    operations: {
      GET: managed({
        id: 'showProject',
        summary: 'Shows a project',
        answers: [{ status: 200, says: 'The project.', content: asJson(shownProject) }],
        problems: ['unknown-project'],
      }),
      PUT: managedWithBody(
        {
          id: 'changeProject',
          summary: 'Changes a project',
          says: 'Changes the members that are named; `owners` is the whole list, and `null` takes a member away.',
          answers: [
            {
              status: 200,
              says: 'The project is as the body has it.',
              content: asJson(objectOf({ status: wordOf('changed'), id: ordinal })),
            },
          ],
          problems: [
            ...(['unknown-project', 'project-retired', 'project-name-fixed', 'deid-project-fixed'] as const),
            ...(['owners-missing', 'keyfile-recipient-invalid', 'export-credential-missing'] as const),
            { code: 'unknown-user', place: 'content' },
          ],
        },
        projectChange,
      ),
      DELETE: managed({
        id: 'retireProject',
        summary: 'Retires a project',
        answers: [
          {
            status: 200,
            says: 'The project is retired.',
            content: asJson(objectOf({ status: wordOf('retired') })),
          },
        ],
        problems: ['unknown-project'],
      }),
    },
  },
]
