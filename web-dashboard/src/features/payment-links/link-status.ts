import { LINK_STATES } from '../../lib/states';
import type { PaymentLink } from '../../lib/types';

export const LINK_STATUSES = Object.keys(LINK_STATES) as PaymentLink['status'][];
