import { outOfReach } from '../dsl/leak-world';
import { nothingLeaksTo } from '../dsl/page-leaks';

nothingLeaksTo(outOfReach.filter(([, who]) => who.includes('customer') || who.includes('colleague')));
