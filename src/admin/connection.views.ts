import type { Page } from '../http/page.js';
import { connectionModel, type Connection, type ConnectionModel } from '../lti/index.js';
import { menuOf, platformHref, type AdminReader } from './admin.views.js';

export interface AdminConnectionModel extends ConnectionModel {
  readonly explanation: string;
  /** Where the button sends its form, and where the page is found again. */
  readonly href: string;
  readonly button: string;
}

/** Whether the tool and a platform reach one another. */
export function connectionPage(
  connection: Connection,
  reader: AdminReader & { readonly publicUrl: URL },
): Page<AdminConnectionModel> {
  const { t } = reader;
  const { platform } = connection;
  const model = connectionModel(connection, reader);
  return {
    view: 'admin/connection',
    title: t('connection.title'),
    menu: menuOf(reader, 'platforms'),
    back: { href: platformHref(platform), label: platform.name },
    model: {
      ...model,
      explanation: t('connection.explanation'),
      href: `${platformHref(platform)}/connection`,
      button: t(model.hasReport ? 'connection.again' : 'connection.start'),
    },
  };
}
