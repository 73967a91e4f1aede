"use strict";exports.__esModule=!0,exports.checkUnclaimed=u,exports.checkedFilesOf=a;function o(){const e=require("./chunk-S6JUH5JM.cjs");return o=function(){return e},e}var l=32;function*u(e,i,r){for(;;){const c=Atomics.add(i,0,l),t=e.slice(c,c+l);if(t.length===0)return;const s=t.map(n=>(0,o().checkFile)(n,r));yield{start:c,checked:JSON.stringify(s.map(({checked:n})=>n)),json:s.map(({json:n})=>n).join(`
`)}}}function a({checked:e,json:i}){const r=JSON.parse(e),c=i.split(`
`);return r.map((t,s)=>({checked:t,json:c[s]??""}))}
