import collections, time
from huiyin.cases.tests import test_random_play as t
from huiyin.journal.models import Event
C=collections.Counter()
old=t.Play.teardown
def td(self):
    for v in Event.objects.filter(chain_id__in=self.ids).values_list("verb",flat=True): C[v]+=1
    old(self)
t.Play.teardown=td
from huiyin.cases.tests.test_random_play import *
from django.db import transaction
import sys,os
N=int(os.environ.get("N","12"))
def test_cov(db):
    for city in ["kaifeng","dandong","haiyan"]:
        t0=time.process_time()
        b=transaction.atomic(); b._from_testcase=True
        b.__enter__()
        Play.stage=set_stage(city)
        run_state_machine_as_test(Play,settings=settings(max_examples=N,stateful_step_count=25,deadline=None,derandomize=True,database=None,suppress_health_check=list(HealthCheck)))
        transaction.set_rollback(True); b.__exit__(None,None,None)
        print(city,time.process_time()-t0)
    print(sorted(C.items(), key=lambda x:-x[1]))
    from huiyin.cases.lifecycle import CASE; from huiyin.cases.lifecycle_parts import ASSIGNMENT, APPLICATION
    for T in (CASE,ASSIGNMENT,APPLICATION):
        print(T.kind,"never:",[m.action for m in T if not C[f"{T.kind}.{m.action}"]])
