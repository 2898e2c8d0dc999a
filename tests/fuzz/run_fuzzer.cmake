# Runs FUZZER for SECONDS from CORPUS, with a fixed seed. New inputs go to a folder in WORK, which is emptied first, so
# that a run depends on nothing but the sources; a finding stays in WORK, and libFuzzer prints its path.
file(REMOVE_RECURSE ${WORK}/new)
file(MAKE_DIRECTORY ${WORK}/new)
# Freed memory is kept back by the address sanitizer to catch its late use: little of it, or it is taken for a leak.
set(ENV{ASAN_OPTIONS} "quarantine_size_mb=32:allocator_may_return_null=1")
set(ENV{UBSAN_OPTIONS} "print_stacktrace=1")
execute_process(
  COMMAND ${FUZZER} -seed=1 -max_total_time=${SECONDS} -timeout=5 -rss_limit_mb=512 -max_len=16384 -entropic=0 -print_final_stats=1
          -artifact_prefix=${WORK}/finding- ${WORK}/new ${CORPUS}
  RESULT_VARIABLE code)
if(NOT code EQUAL 0)
  message(FATAL_ERROR "the fuzzer found something (exit ${code}): see the line 'Test unit written to' above; "
    "mend it and keep the input in ${CORPUS}")
endif()
